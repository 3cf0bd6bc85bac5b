package io.promptstream.reward.kafka;

/** A record that can never be processed; it is put among the dead letters with the message as its reason. */
public final class UnusableEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnusableEventException(String reason) {
        super(reason);
    }

    /** Checks what every event must fulfil before it is processed. */
    public static <T> T requireKeyed(String key, T event, String field, java.util.function.Function<T, String> id) {
        if (event == null) {
            throw new UnusableEventException("the value is empty; write an event");
        }
        if (!id.apply(event).equals(key)) {
            throw new UnusableEventException(
                    "the key is \"" + key + "\"; write the event's " + field + " \"" + id.apply(event) + "\"");
        }
        return event;
    }
}
