package io.promptstream.policy.round;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Query;
import io.promptstream.event.Role;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.LabelShifts;
import io.promptstream.policy.learning.Policy;
import io.promptstream.policy.learning.SampledPrompt;
import io.promptstream.policy.learning.SamplingTruncation;
import io.promptstream.policy.learning.WrittenPrompt;
import io.promptstream.policy.round.CurrentPolicies.Measured;
import io.promptstream.policy.round.CurrentPolicy.Choice;
import io.promptstream.schemas.ProposalIds;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Writes the proposals: one to serve each query, those of a round, and those that only measure prompts. */
final class RoundPlanner {
    private static final ByteBuffer NO_FEATURES = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** A context's champion and one contender: with fewer nothing is compared. */
    private static final int LEAST_OF_CONTEXT = 2;

    private final Clock clock;

    RoundPlanner(Clock clock) {
        this.clock = clock;
    }

    /** The proposal whose answer goes to the user. */
    PromptProposal serve(Task task, Query query, Choice choice, CurrentPolicy current) {
        Provenance provenance = Provenance.newBuilder(
                        chosen(task, current.version(), choice.origin(), choice.prompt(), current.shifts()))
                .setQueryContext(choice.context().orElse(null))
                .setContextDecided(choice.decided())
                .setAskedAt(query.getAskedAt())
                .build();
        return proposal(
                        ProposalIds.serve(query.getTaskId(), query.getQueryId()),
                        query,
                        provenance,
                        current.embedding())
                .build();
    }

    /**
     * Every prompt of the round with every query, ordered by prompt, then query: the champion and its contenders, then
     * prompts that are drawn here.
     *
     * @param queries a reference is the name of a label, as far as it is one
     * @param features of the queries; empty where the policy has no contexts
     * @param distinctQueries how many different queries these were drawn from; 0: unknown
     */
    List<PromptProposal> explore(
            Task task,
            List<Query> queries,
            List<ByteBuffer> features,
            CurrentPolicy current,
            UUID roundId,
            int distinctQueries) {
        List<Provenance> prompts = prompts(task, current, features, roundId);
        Policy policy = drawing(current);
        List<PromptProposal> proposals = new ArrayList<>(prompts.size() * queries.size());
        for (int promptIndex = 0; promptIndex < prompts.size(); promptIndex++) {
            for (int queryIndex = 0; queryIndex < queries.size(); queryIndex++) {
                Provenance provenance = Provenance.newBuilder(prompts.get(promptIndex))
                        .setRoundId(roundId)
                        .setPromptIndex(promptIndex)
                        .setQueryIndex(queryIndex)
                        .setRoundPrompts(prompts.size())
                        .setRoundQueries(queries.size())
                        .setDistinctQueries(distinctQueries)
                        .setRole(Role.EXPLORE)
                        .setAskedAt(queries.get(queryIndex).getAskedAt())
                        .setQueryFeatures(features.isEmpty() ? NO_FEATURES : features.get(queryIndex))
                        .build();
                String id = "%s-%d-%d".formatted(roundId, promptIndex, queryIndex);
                PromptProposal.Builder proposal =
                        proposal(id, queries.get(queryIndex), provenance, current.embedding());
                if (wantsGradient(policy, provenance)) {
                    proposal.setGradientLabel(
                            queries.get(queryIndex).getReference().orElse(null));
                }
                proposals.add(proposal.build());
            }
        }
        return proposals;
    }

    /** One proposal for each prompt that is to be measured on the query, in their order; none of them serves or teaches. */
    List<PromptProposal> evaluate(
            Task task, Query query, List<Measured> prompts, long policyVersion, LabelShifts shifts) {
        List<PromptProposal> proposals = new ArrayList<>(prompts.size());
        for (int promptIndex = 0; promptIndex < prompts.size(); promptIndex++) {
            Measured measured = prompts.get(promptIndex);
            Prompt prompt = new Prompt(measured.text(), List.of());
            Provenance provenance = Provenance.newBuilder(
                            chosen(task, policyVersion, PromptOrigin.UNKNOWN, prompt, shifts))
                    .setQueryContext(measured.context().orElse(null))
                    .setContextDecided(measured.context().isPresent())
                    .setRole(Role.EVALUATE)
                    .setPromptIndex(promptIndex)
                    .setAskedAt(query.getAskedAt())
                    .build();
            String id = ProposalIds.evaluate(query.getTaskId(), query.getQueryId(), promptIndex);
            proposals.add(proposal(id, query, provenance, measured.embedding()).build());
        }
        return proposals;
    }

    private List<Provenance> prompts(Task task, CurrentPolicy current, List<ByteBuffer> features, UUID roundId) {
        List<Provenance> prompts = new ArrayList<>();
        int most = task.getPolicy().getPromptsPerRound() - 1;
        int ofContext = Math.max(
                LEAST_OF_CONTEXT,
                task.getPolicy().getContendersPerRound() / task.getPolicy().getContexts());
        List<Prompt> known = current.tried(features, ofContext);
        for (Prompt tried : known.subList(0, Math.min(known.size(), most))) {
            PromptOrigin origin = prompts.isEmpty() ? PromptOrigin.CHAMPION : PromptOrigin.CONTENDER;
            prompts.add(chosen(task, current.version(), origin, tried, current.shifts()));
        }
        Policy policy = drawing(current);
        int drawn = task.getPolicy().getPromptsPerRound() - prompts.size();
        SamplingTruncation cut = policy.truncation();
        SamplerTruncation truncation = new SamplerTruncation(cut.topK(), cut.fluencyTopK(), cut.candidates());
        List<Integer> contexts = current.contextsOf(features);
        long seed = policy.roundSeed(roundId.toString());
        List<SampledPrompt> samples =
                contexts.isEmpty() ? policy.sample(drawn, seed) : policy.sample(drawn, seed, contexts);
        for (SampledPrompt sampled : samples) {
            WrittenPrompt written = sampled.prompt();
            prompts.add(Provenance.newBuilder(chosen(
                            task,
                            current.version(),
                            PromptOrigin.SAMPLED,
                            new Prompt(written.text(), written.tokens()),
                            current.shifts()))
                    .setLogProbability(sampled.logProbability())
                    .setTruncation(truncation)
                    .setSeed(sampled.seed())
                    .setQueryContext(sampled.context().orElse(null))
                    .setContextDecided(sampled.context().isPresent())
                    .build());
        }
        return prompts;
    }

    private static Policy drawing(CurrentPolicy current) {
        return current.policy()
                .orElseThrow(() -> new IllegalArgumentException("the policy draws no prompts now; only serve queries"));
    }

    private static boolean wantsGradient(Policy policy, Provenance provenance) {
        Prompt prompt = provenance.getPrompt();
        return provenance.getOrigin() == PromptOrigin.SAMPLED
                && policy.wantsGradient(new WrittenPrompt(prompt.getText(), prompt.getTokens()));
    }

    /** Of a prompt that nothing random has chosen. */
    private Provenance chosen(Task task, long policyVersion, PromptOrigin origin, Prompt prompt, LabelShifts shifts) {
        return Provenance.newBuilder()
                .setRole(Role.SERVE)
                .setPolicyVersion(policyVersion)
                .setTaskRevision(task.getRevision())
                .setTaskFirstRevision(task.getFirstRevision())
                .setPrompt(prompt)
                .setOrigin(origin)
                .setLogProbability(0)
                .setTruncation(new SamplerTruncation(1, 0, 0))
                .setSeed(task.getPolicy().getSeed())
                .setLabelShift(shifts.of(prompt.getText()))
                .setProposedAt(clock.instant())
                .build();
    }

    private static PromptProposal.Builder proposal(
            String id, Query query, Provenance provenance, List<Float> embedding) {
        return PromptProposal.newBuilder()
                .setProposalId(id)
                .setQueryId(query.getQueryId())
                .setTaskId(query.getTaskId())
                .setInput(query.getText())
                .setContext(query.getContext())
                .setProvenance(provenance)
                .setEmbedding(embedding);
    }
}
