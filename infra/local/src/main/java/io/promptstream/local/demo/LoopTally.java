package io.promptstream.local.demo;

import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    private LoopCounts.@Nullable RatedPrompt best;

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
        var means = round.getPrompts().stream().mapToDouble(LoopTally::mean).toArray();
        double sum = 0;
        for (int prompt = 0; prompt < means.length; prompt++) {
            sum += means[prompt];
            if (best == null || means[prompt] > best.reward()) {
                var text = round.getPrompts().get(prompt).getPrompt().getText();
                best = new LoopCounts.RatedPrompt(text, means[prompt]);
            }
        }
        if (means.length > 0) {
            roundRewards.add(sum / means.length);
        }
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
                roundRewards,
                best);
    }

    private static double mean(PromptResult prompt) {
        return prompt.getRewards().stream()
                .mapToDouble(QueryReward::getValue)
                .average()
                .orElse(Double.NEGATIVE_INFINITY);
    }
}
