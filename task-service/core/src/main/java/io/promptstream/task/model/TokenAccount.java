package io.promptstream.task.model;

import java.time.Duration;
import java.util.Optional;

/** What one task may spend at remote models. Safe for use by several threads. */
public interface TokenAccount {

    /**
     * Sets tokens aside for one call. Where calls in flight have set aside all that is left, it waits for them: they may
     * turn out cheaper.
     *
     * @param expected tokens that the call may cost, as far as one can know
     * @param patience longest wait
     * @return empty if no call may be made; {@link #refusal()} says why
     */
    Optional<Reservation> reserve(long expected, Duration patience) throws InterruptedException;

    /** Whether all is spent by now, so that a call that has its reservation must not begin any more. */
    boolean isUsedUp();

    /** Why no call may be made and what to do about it. */
    String refusal();

    /** Tokens set aside for one call. */
    @FunctionalInterface
    interface Reservation {
        /** Gives them back and writes down what the call cost; to be called once, whatever became of the call. */
        void settle(TokenUsage spent);
    }

    /** Lets everything be spent and writes nothing down. */
    TokenAccount UNLIMITED = new TokenAccount() {
        @Override
        public Optional<Reservation> reserve(long expected, Duration patience) {
            return Optional.of(spent -> {});
        }

        @Override
        public boolean isUsedUp() {
            return false;
        }

        @Override
        public String refusal() {
            return "there is no limit";
        }
    };
}
