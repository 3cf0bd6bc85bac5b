package io.promptstream.reward.app.streams;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a fault in one thing that is due from the others. */
public final class IsolatedErrors {
    private static final Logger log = LoggerFactory.getLogger(IsolatedErrors.class);

    private IsolatedErrors() {}

    /**
     * Does it. Where it cannot be done, says so in the log and gives it up instead of trying it for ever; but a fault of broker
     * or registry is thrown on, as it may be done later.
     *
     * @param what for people
     * @param giveUp leaves nothing behind that would be due again
     */
    public static void isolate(Runnable action, String what, Runnable giveUp) {
        try {
            action.run();
        } catch (RuntimeException e) {
            if (FailedRecords.causedByKafka(e)) {
                throw e;
            }
            log.error("Could not deal with what is due of {}; it is dropped", what, e);
            giveUp.run();
        }
    }
}
