package io.promptstream.policy.learning;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.RoundResult;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A policy with its champion, and how many rounds have made it. Belongs to one thread. */
final class VersionedPolicy {
    /** Of a round's label scores, among those before. */
    private static final double LABEL_WEIGHT = 1.0 / 16;

    private final Policy policy;
    /** Nothing for a task without contenders. */
    private final Optional<Leaderboard> leaderboard;

    private final Prompt initialPrompt;
    /** Of the prompts that were drawn lately. */
    private final LabelMeans labelScores;

    private long version;
    /** Of the policy as it is now; null until it is asked for. */
    private @Nullable String digest;

    /** @param initialPrompt the greedy prompt before anything was learned */
    VersionedPolicy(
            Policy policy,
            Optional<Leaderboard> leaderboard,
            Prompt initialPrompt,
            LabelMeans labelScores,
            long version) {
        this.policy = policy;
        this.leaderboard = leaderboard;
        this.initialPrompt = initialPrompt;
        this.labelScores = labelScores;
        this.version = version;
    }

    /**
     * Takes a step, to the next version; nothing changes where the round holds too little.
     *
     * @param comparable whether the round is evidence for or against a prompt
     */
    Optional<LearningStep> learn(RoundResult round, boolean comparable) {
        digest = null;
        Optional<LearningStep> step = policy.learn(ScoredPrompt.of(round));
        if (step.isPresent()) {
            version++;
            if (comparable) {
                leaderboard.ifPresent(board -> board.compare(round.getPrompts(), round.getDistinctQueries(), version));
                labelScores.add(LabelMeans.ofSampled(round.getPrompts()), LABEL_WEIGHT);
            }
        }
        return step;
    }

    long version() {
        return version;
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
                .setLabelScores(labelScores.toList())
                .setEmbedding(policy.embedding())
                .setState(ByteBuffer.wrap(state.bytes()))
                .setStateFormat(state.format());
    }

    private String digest(Supplier<PolicyState> state) {
        String known = digest;
        if (known == null) {
            known = Digests.of(version, state.get(), leaderboard, labelScores);
            digest = known;
        }
        return known;
    }
}
