package io.promptstream.simulation.schedule;

import java.util.Locale;

/** One of two instances of a loop. */
public record Node(Role role, int instance) {
    /** There are two of each. */
    public static final int INSTANCES = 2;

    public Host host() {
        return new Host(role.service(), instance);
    }

    @Override
    public String toString() {
        return role.name().toLowerCase(Locale.ROOT) + "-" + instance;
    }

    /** One of two instances of a service: a process with a clock. */
    public record Host(Role.Service service, int instance) {
        @Override
        public String toString() {
            return service.name().toLowerCase(Locale.ROOT) + "-service-" + instance;
        }
    }
}
