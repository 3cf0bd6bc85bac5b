package io.promptstream.policy.learning;

/** What became of a round result. */
public sealed interface LearningOutcome {

    /**
     * The policy learned from it.
     *
     * @param version the version that came of it
     * @param lag versions between sampling and learning
     * @param drift whether the round brought the evidence that rewards have changed, so that the policy learns again
     */
    record Learned(long version, long lag, boolean drift) implements LearningOutcome {}

    /** It counts, but the policy is as before. */
    record LeftOut(Reason reason) implements LearningOutcome {}

    /** The round was here before; nothing changed. */
    record Duplicate() implements LearningOutcome {}

    /** Why a round is left out. */
    enum Reason {
        /** It was proposed for a task of the same id that was deleted since. */
        EARLIER_TASK,
        /** More versions lie between sampling and learning than the task allows. */
        TOO_OLD,
        /** It was sampled from a version that is not there yet: the policy was set back, or the round is from elsewhere. */
        TOO_NEW,
        /** A policy sampled it that a promoted candidate has replaced since. */
        SUPERSEDED,
        /** Too few prompts got a reward to compute with, or none of them is of a kind that this policy writes. */
        EMPTY
    }
}
