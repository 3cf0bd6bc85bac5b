package io.promptstream.policy.app.owner;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of the event under a key. May be computed several times for one change, from what is there each time. */
@FunctionalInterface
public interface Change<T> {
    /** Computes what to write; an exception refuses the change. */
    Outcome<T> of(Known<T> known);

    /**
     * What to write.
     *
     * @param event null deletes what is there
     * @param headers of the record
     * @param written whether there is anything to write
     */
    record Outcome<T>(@Nullable T event, Map<String, String> headers, boolean written) {

        public static <T> Outcome<T> write(T event) {
            return new Outcome<>(event, Map.of(), /* written= */ true);
        }

        public static <T> Outcome<T> delete(Map<String, String> headers) {
            return new Outcome<>(null, headers, /* written= */ true);
        }

        /** Nothing is written: what is there is right. */
        public static <T> Outcome<T> keep(@Nullable T event) {
            return new Outcome<>(event, Map.of(), /* written= */ false);
        }
    }
}
