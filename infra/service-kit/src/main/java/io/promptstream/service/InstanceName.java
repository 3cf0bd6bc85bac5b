package io.promptstream.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/**
 * The name of an instance that nobody has named: different from those of the instances beside it, and the same after a
 * restart, as far as the host's is. A StatefulSet's pods keep their names.
 */
final class InstanceName {
    private static final String ANY_PORT = "0";

    private InstanceName() {}

    /**
     * @param environment of the process; {@code HOSTNAME} is the host's name, if it is there
     * @param port as it was set, or empty for the service's usual one: two processes of a host cannot have the same
     * @param pid of the process, for a port that differs with every start
     */
    static String of(Map<String, String> environment, String port, long pid) {
        String host = environment.getOrDefault("HOSTNAME", "");
        String name = (host.isBlank() ? hostName() : host).replaceAll("[^a-zA-Z0-9._-]", "-");
        if (port.isBlank()) {
            return name;
        }
        boolean own = port.equals(ANY_PORT) || port.startsWith("-");
        return name + "-" + (own ? "p" + pid : port.replaceAll("[^0-9]", ""));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // The hosts file does not know the host; its processes differ by their ports.
            return "host";
        }
    }
}
