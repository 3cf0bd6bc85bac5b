package io.promptstream.local.system;

/**
 * One process of a service.
 *
 * @param number from 1
 */
public record ServiceInstance(ServiceKind kind, int number) {

    /** The one that is there in every system. */
    public static ServiceInstance first(ServiceKind kind) {
        return new ServiceInstance(kind, 1);
    }

    /** Name of its process, its log and its state: that of the service where it is the first. */
    public String name() {
        return number == 1 ? kind.module() : kind.module() + "-" + number;
    }

    /** What tells it from the other processes of the service; the same at every start. */
    String identity() {
        return kind.module() + "-" + number;
    }
}
