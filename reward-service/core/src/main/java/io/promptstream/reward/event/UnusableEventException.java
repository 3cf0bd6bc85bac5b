package io.promptstream.reward.event;

import io.promptstream.schemas.deadletter.DeadLetterReason;
import java.util.function.Function;

/** A record that can never be processed; it is put among the dead letters with the message as its reason. */
public final class UnusableEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final DeadLetterReason kind;

    /** @param reason for people: what is wrong and what to write instead */
    public UnusableEventException(DeadLetterReason kind, String reason) {
        super(reason);
        this.kind = kind;
    }

    public DeadLetterReason kind() {
        return kind;
    }

    /**
     * The event itself, whose id is the key that it came under: otherwise its partition is a wrong one.
     *
     * @param field name of the id, for the message
     * @throws UnusableEventException when the key is another one
     */
    public static <T> T requireKeyed(String key, T event, String field, Function<T, String> id) {
        if (!id.apply(event).equals(key)) {
            throw new UnusableEventException(
                    DeadLetterReason.WRONG_KEY,
                    "the key is \"" + key + "\"; write the event's " + field + " \"" + id.apply(event) + "\"");
        }
        return event;
    }
}
