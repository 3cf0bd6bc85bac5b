package io.promptstream.benchmark.learning;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.local.evaluation.Trial;
import io.promptstream.reward.function.ElementMeans;
import io.promptstream.reward.function.UncalibratedScores;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A round in which nothing failed and nothing was late.
 *
 * @param proposals ordered by prompt, then query
 * @param outputs of the proposals
 * @param answers what the outputs earned
 * @param closedAt when it was proposed and closed
 */
record ClosedRound(
        Task task, List<PromptProposal> proposals, List<TaskOutput> outputs, List<Trial> answers, Instant closedAt) {

    /** What the aggregator makes of it. */
    RoundResult result() {
        var first = proposals.getFirst().getProvenance();
        int queries = first.getRoundQueries();
        var prompts = new ArrayList<PromptResult>();
        for (int from = 0; from < proposals.size(); from += queries) {
            prompts.add(prompt(from, queries));
        }
        return RoundResult.newBuilder()
                .setRoundId(first.getRoundId().orElseThrow())
                .setTaskId(task.getTaskId())
                .setTaskRevision(first.getTaskRevision())
                .setPolicyVersion(first.getPolicyVersion())
                .setDistinctQueries(first.getDistinctQueries())
                .setClosing(RoundClosing.COMPLETE)
                .setPrompts(prompts)
                .setExpectedRewards(proposals.size())
                .setReceivedRewards(proposals.size())
                .setOpenedAt(closedAt)
                .setClosedAt(closedAt)
                .setQueryFeatures(features(proposals.subList(0, queries)))
                .build();
    }

    private PromptResult prompt(int from, int queries) {
        var rewards = new ArrayList<QueryReward>();
        for (int query = 0; query < queries; query++) {
            var answer = answers.get(from + query);
            double value = Objects.requireNonNullElse(answer.reward(), 0.0);
            rewards.add(new QueryReward(query, value, Boolean.TRUE.equals(answer.correct()), false));
        }
        var provenance = proposals.get(from).getProvenance();
        var ofPrompt = outputs.subList(from, from + queries);
        return PromptResult.newBuilder()
                .setPrompt(provenance.getPrompt())
                .setPromptIndex(provenance.getPromptIndex())
                .setOrigin(provenance.getOrigin())
                .setLogProbability(provenance.getLogProbability())
                .setTruncation(provenance.getTruncation())
                .setSeed(provenance.getSeed())
                .setRewards(rewards)
                .setLabelScores(ElementMeans.of(ofPrompt.stream()
                        .map(output -> UncalibratedScores.of(output, task))
                        .toList()))
                .setPromptGradient(ElementMeans.of(
                        ofPrompt.stream().map(TaskOutput::getPromptGradient).toList()))
                .build();
    }

    private static List<ByteBuffer> features(List<PromptProposal> ofQueries) {
        var features = ofQueries.stream()
                .map(proposal -> proposal.getProvenance().getQueryFeatures())
                .toList();
        return features.stream().anyMatch(ByteBuffer::hasRemaining) ? features : List.of();
    }
}
