package io.promptstream.policy.round;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Query;
import io.promptstream.event.Role;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.Policy;
import io.promptstream.policy.learning.SampledPrompt;
import io.promptstream.policy.learning.SamplingTruncation;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Writes the proposals: one to serve each query, and those of a round. */
public final class RoundPlanner {
    private final Clock clock;

    public RoundPlanner(Clock clock) {
        this.clock = clock;
    }

    /** The proposal whose answer goes to the user: the version's most probable prompt. */
    public PromptProposal serve(Task task, Query query, Prompt prompt, long policyVersion) {
        Provenance provenance = Provenance.newBuilder()
                .setRole(Role.SERVE)
                .setPolicyVersion(policyVersion)
                .setTaskRevision(task.getRevision())
                .setPrompt(prompt)
                .setLogProbability(0)
                .setTruncation(new SamplerTruncation(1, 0, 0))
                .setSeed(task.getPolicy().getSeed())
                .setProposedAt(clock.instant())
                .build();
        return proposal(query.getQueryId() + "-serve", query, provenance);
    }

    /** Every prompt of the round with every query, ordered by prompt, then query; the prompts are drawn here. */
    public List<PromptProposal> explore(
            Task task, List<Query> queries, Policy policy, long policyVersion, UUID roundId) {
        int count = task.getPolicy().getPromptsPerRound();
        List<SampledPrompt> prompts = policy.sample(count, policy.roundSeed(roundId.toString()));
        SamplingTruncation cut = policy.truncation();
        SamplerTruncation truncation = new SamplerTruncation(cut.topK(), cut.fluencyTopK(), cut.candidates());
        List<PromptProposal> proposals = new ArrayList<>(count * queries.size());
        for (int promptIndex = 0; promptIndex < count; promptIndex++) {
            SampledPrompt sampled = prompts.get(promptIndex);
            for (int queryIndex = 0; queryIndex < queries.size(); queryIndex++) {
                Provenance provenance = Provenance.newBuilder()
                        .setRoundId(roundId)
                        .setPromptIndex(promptIndex)
                        .setQueryIndex(queryIndex)
                        .setRoundPrompts(count)
                        .setRoundQueries(queries.size())
                        .setRole(Role.EXPLORE)
                        .setPolicyVersion(policyVersion)
                        .setTaskRevision(task.getRevision())
                        .setPrompt(new Prompt(
                                sampled.prompt().text(), sampled.prompt().tokens()))
                        .setLogProbability(sampled.logProbability())
                        .setTruncation(truncation)
                        .setSeed(sampled.seed())
                        .setProposedAt(clock.instant())
                        .build();
                String id = "%s-%d-%d".formatted(roundId, promptIndex, queryIndex);
                proposals.add(proposal(id, queries.get(queryIndex), provenance));
            }
        }
        return proposals;
    }

    private static PromptProposal proposal(String id, Query query, Provenance provenance) {
        return PromptProposal.newBuilder()
                .setProposalId(id)
                .setQueryId(query.getQueryId())
                .setTaskId(query.getTaskId())
                .setInput(query.getText())
                .setContext(query.getContext())
                .setProvenance(provenance)
                .build();
    }
}
