package io.promptstream.kafka;

/**
 * Whether a {@link ServiceComponent} works.
 *
 * @param working true when it does its work, or is ready to
 * @param detail one sentence for people
 */
public record ComponentHealth(boolean working, String detail) {

    public static ComponentHealth working(String detail) {
        return new ComponentHealth(true, detail);
    }

    public static ComponentHealth failing(String detail) {
        return new ComponentHealth(false, detail);
    }
}
