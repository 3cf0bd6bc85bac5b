package io.promptstream.local.demo;

import io.promptstream.event.PromptOrigin;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Adds up what is read from the topics. One thread adds, others look. */
final class LoopTally {

    private final Set<String> servedQueries = new HashSet<>();
    private final List<Double> roundRewards = new ArrayList<>();
    private long queries;
    private long proposals;
    private long outputs;
    private long failedOutputs;
    private long rewards;
    private long rounds;
    private long deadLetters;

    synchronized void query() {
        queries++;
    }

    synchronized void proposal(String queryId) {
        proposals++;
        servedQueries.add(queryId);
    }

    synchronized void output(boolean failed) {
        outputs++;
        failedOutputs += failed ? 1 : 0;
    }

    synchronized void reward() {
        rewards++;
    }

    synchronized void deadLetter() {
        deadLetters++;
    }

    synchronized void round(RoundResult round) {
        rounds++;
        round.getPrompts().stream()
                .filter(prompt -> prompt.getOrigin() == PromptOrigin.SAMPLED)
                .flatMap(prompt -> prompt.getRewards().stream())
                .mapToDouble(QueryReward::getValue)
                .average()
                .ifPresent(roundRewards::add);
    }

    synchronized Backlog backlog() {
        return new Backlog(servedQueries.size(), proposals - servedQueries.size(), rounds);
    }

    synchronized LoopCounts counts() {
        return new LoopCounts(
                queries,
                servedQueries.size(),
                proposals,
                outputs,
                failedOutputs,
                rewards,
                rounds,
                deadLetters,
                roundRewards);
    }
}
