package io.promptstream.reward.round;

/** What is kept of a round. */
public sealed interface RoundState permits RoundState.Open, RoundState.Closed {

    /**
     * Rewards still come in.
     *
     * @param deadline when the round is closed at the latest, in milliseconds since 1970
     * @param begun whether its first proposal was seen
     * @param traces where the traces of its queries stand
     */
    record Open(Round round, long deadline, boolean begun, RoundTraces traces) implements RoundState {

        /** With what another event tells. */
        public Open and(RoundEvent event) {
            return event instanceof RoundEvent.Opened ? new Open(round, deadline, true, traces) : this;
        }
    }

    /**
     * The result is published; what still comes is late.
     *
     * @param forgetAt until when late rewards are recognised, in milliseconds since 1970
     */
    record Closed(long forgetAt) implements RoundState {}
}
