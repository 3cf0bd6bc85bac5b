package io.promptstream.policy.learning;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundResult;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A policy with its champion, and how many rounds have made it; where rewards change it learns again. Belongs to one thread. */
final class VersionedPolicy {
    /** Of a round's label scores, among those before. */
    private static final double LABEL_WEIGHT = 1.0 / 16;

    private final Policy policy;
    /** Nothing for a task without contenders. */
    private final Optional<Leaderboard> leaderboard;
    /** Nothing for a task that serves all queries with one prompt. */
    private final Optional<Contexts> contexts;

    /** Nothing for a task without a test for drift. */
    private final Optional<DriftMonitor> drift;

    /** Nothing for a task that never stops exploring. */
    private final Optional<StoppingRule> stopping;

    private final Prompt initialPrompt;
    /** Of the prompts that were drawn lately. */
    private final LabelMeans labelScores;

    private long version;
    /** Of the policy as it is now; null until it is asked for. */
    private @Nullable String digest;

    /** @param initialPrompt the greedy prompt before anything was learned */
    VersionedPolicy(
            PolicyAtVersion from,
            Optional<DriftMonitor> drift,
            Optional<StoppingRule> stopping,
            Prompt initialPrompt,
            LabelMeans labelScores) {
        this.policy = from.policy();
        this.leaderboard = from.leaderboard();
        this.contexts = from.contexts();
        this.version = from.version();
        this.drift = drift;
        this.stopping = stopping;
        this.initialPrompt = initialPrompt;
        this.labelScores = labelScores;
    }

    /**
     * Takes a step, to the next version; nothing changes where the round holds too little.
     *
     * @param comparable whether the round is evidence for or against a prompt
     */
    Optional<LearningStep> learn(RoundResult round, boolean comparable) {
        digest = null;
        Optional<LearningStep> step = policy.learn(
                ScoredPrompt.of(round),
                contexts.map(known -> known.ofQueries(round)).orElse(Map.of()),
                contexts.map(Contexts::count).orElse(0));
        if (step.isEmpty()) {
            return step;
        }
        version++;
        if (!comparable) {
            return step;
        }
        boolean changed = leaderboard.isPresent() && hasDrifted(leaderboard.get(), round);
        if (changed) {
            policy.learnAgain();
            leaderboard.get().forgetEvidence(version);
            contexts.ifPresent(Contexts::forget);
            labelScores.clear();
            stopping.ifPresent(StoppingRule::restart);
        }
        leaderboard.ifPresent(board -> {
            compare(board, round);
            contexts.ifPresent(
                    each -> each.compare(round, version, board.champion().getPrompt()));
            stopping.ifPresent(
                    rule -> rule.decide(contexts.map(Contexts::expectNothing).orElse(true), version));
        });
        labelScores.add(LabelMeans.ofSampled(round.getPrompts()), LABEL_WEIGHT);
        return step.map(taken -> taken.withDrift(changed));
    }

    private void compare(Leaderboard board, RoundResult round) {
        List<QueryReward> ofChampion = board.ofChampion(round.getPrompts());
        board.compare(round.getPrompts(), round.getDistinctQueries(), version);
        if (board.championSince() == version) {
            drift.ifPresent(monitor -> monitor.follow(board.champion().getQueries()));
        }
        stopping.ifPresent(rule -> rule.observe(round.getPrompts(), ofChampion, board.contenders()));
    }

    private boolean hasDrifted(Leaderboard board, RoundResult round) {
        List<QueryReward> earned = board.ofChampion(round.getPrompts());
        OptionalDouble mean = earned.stream().mapToDouble(QueryReward::getValue).average();
        return drift.isPresent()
                && mean.isPresent()
                && drift.get().notices(board.champion(), mean.getAsDouble(), earned.size(), version);
    }

    long version() {
        return version;
    }

    /** Version since which exploring has stopped. */
    Optional<Long> stoppedSince() {
        return stopping.flatMap(StoppingRule::stoppedSince);
    }

    String digest() {
        return digest(policy::state);
    }

    void writeTo(PolicySnapshot.Builder snapshot) {
        PolicyState state = policy.state();
        snapshot.setVersion(version)
                .setDigest(digest(() -> state))
                .setGreedyPrompt(policy.greedy().event())
                .setInitialPrompt(initialPrompt)
                .setChampion(leaderboard.map(Leaderboard::champion).orElse(null))
                .setChampionSince(leaderboard.map(Leaderboard::championSince).orElse(null))
                .setDistinctQueries(
                        leaderboard.map(Leaderboard::distinctQueries).orElse(0))
                .setContenders(leaderboard.map(Leaderboard::contenders).orElse(List.of()))
                .setContexts(contexts.map(Contexts::event).orElse(null))
                .setLabelScores(labelScores.toList())
                .setEmbedding(policy.embedding())
                .setDrift(drift.map(DriftMonitor::event).orElse(null))
                .setExploration(stopping.map(StoppingRule::event).orElse(null))
                .setState(ByteBuffer.wrap(state.bytes()))
                .setStateFormat(state.format());
    }

    private String digest(Supplier<PolicyState> state) {
        String known = digest;
        if (known == null) {
            known = Digests.of(version, state.get(), leaderboard, contexts, labelScores, drift, stopping);
            digest = known;
        }
        return known;
    }
}
