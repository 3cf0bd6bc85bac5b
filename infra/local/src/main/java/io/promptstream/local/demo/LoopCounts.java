package io.promptstream.local.demo;

import java.util.List;

/**
 * What the topics held at one moment. Only committed records count.
 *
 * @param queries records of the queries topic
 * @param served queries that have been proposed a prompt for
 * @param proposals records of the proposals topic
 * @param outputs records of the outputs topic
 * @param failedOutputs those among them that hold a failure
 * @param rewards records of the rewards topic
 * @param rounds records of the round results topic
 * @param deadLetters records of all dead-letter topics
 * @param roundRewards mean raw reward of the prompts that the policy drew, of each round, in order
 */
record LoopCounts(
        long queries,
        long served,
        long proposals,
        long outputs,
        long failedOutputs,
        long rewards,
        long rounds,
        long deadLetters,
        List<Double> roundRewards) {

    LoopCounts {
        roundRewards = List.copyOf(roundRewards);
    }

    /** Whether every proposal has its output and every output its reward. */
    boolean isComplete() {
        return proposals == outputs && outputs == rewards;
    }
}
