package io.promptstream.reward.app.rescore;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * How often rescorings were tried in vain. What broker or network may have caused is tried again some times; anything else
 * would only fail again.
 */
public final class Attempts {
    private static final int MOST = 3;
    /** More rescorings at once nobody orders; of the others it is forgotten that they failed. */
    private static final int REMEMBERED = 1_000;

    private final Map<UUID, Integer> failed = new HashMap<>();

    /** Takes note of a failure, and tells whether it is worth another try. */
    synchronized boolean again(UUID replayId, Throwable failure) {
        if (failed.size() >= REMEMBERED) {
            failed.clear();
        }
        return failed.merge(replayId, 1, Integer::sum) < MOST && mayPass(failure);
    }

    /** The rescoring has ended, or gets on. */
    synchronized void succeeded(UUID replayId) {
        failed.remove(replayId);
    }

    /** Whether it says that this instance lost its place or is to stop, which is no fault of any rescoring. */
    static boolean concernsTheLoop(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof WakeupException
                    || cause instanceof InterruptException
                    || cause instanceof CommitFailedException
                    || cause instanceof RebalanceInProgressException
                    || cause instanceof InvalidProducerEpochException
                    || cause instanceof ProducerFencedException) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayPass(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }

    /** What failed and its innermost reason, in words. */
    static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String reason = innermost.getClass().getSimpleName();
        if (innermost.getMessage() != null) {
            reason += ": " + innermost.getMessage();
        }
        // An exception without a message of its own repeats its cause.
        String what = failure.getCause() == null ? null : failure.getMessage();
        return what == null || what.endsWith(reason) ? reason : what + ": " + reason;
    }
}
