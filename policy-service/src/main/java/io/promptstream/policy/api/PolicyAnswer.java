package io.promptstream.policy.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot without its weights.
 *
 * @param version grows by one with every learned round
 * @param digest SHA-256 over version and state
 * @param greedyPrompt the prompt that serves queries now
 * @param tokens its token ids
 * @param roundsInFlight rounds that this instance has proposed and that are not yet learned
 * @param rounds the last hundred rounds, oldest first
 * @param bestReward mean reward of the best prompt in the round that saw it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record PolicyAnswer(
        String taskId,
        long taskRevision,
        long version,
        String digest,
        String greedyPrompt,
        List<Integer> tokens,
        String initialPrompt,
        @Nullable String bestPrompt,
        @Nullable Double bestReward,
        long roundsLearned,
        int roundsInFlight,
        Lag lag,
        List<Round> rounds,
        String createdAt) {

    /**
     * Versions between sampling and learning.
     *
     * @param last of the newest learned round; null before the first
     * @param max largest one that was learned
     * @param leftOut rounds left out, because they were too old or empty
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Lag(@Nullable Long last, long max, long leftOut) {}

    /**
     * A round.
     *
     * @param policyVersion version that sampled it
     * @param version version that came of it; null if it was left out
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Round(
            String roundId,
            long policyVersion,
            @Nullable Long version,
            double meanReward,
            @Nullable Double accuracy,
            @Nullable Double loss,
            String closedAt) {}

    static PolicyAnswer of(PolicySnapshot snapshot, int roundsInFlight) {
        return new PolicyAnswer(
                snapshot.getTaskId(),
                snapshot.getTaskRevision(),
                snapshot.getVersion(),
                snapshot.getDigest(),
                snapshot.getGreedyPrompt().getText(),
                snapshot.getGreedyPrompt().getTokens(),
                snapshot.getInitialPrompt().getText(),
                snapshot.getBestPrompt().map(Prompt::getText).orElse(null),
                snapshot.getBestReward().orElse(null),
                snapshot.getRoundsLearned(),
                roundsInFlight,
                lag(snapshot),
                snapshot.getRecent().stream().map(PolicyAnswer::round).toList(),
                snapshot.getCreatedAt().toString());
    }

    private static Lag lag(PolicySnapshot snapshot) {
        OptionalLong last = snapshot.getRecent().stream()
                .filter(round -> round.getVersion().isPresent())
                .mapToLong(round -> round.getVersion().get() - 1 - round.getPolicyVersion())
                .reduce((first, second) -> second);
        return new Lag(last.isPresent() ? last.getAsLong() : null, snapshot.getMaxLag(), snapshot.getRoundsLeftOut());
    }

    private static Round round(LearnedRound round) {
        return new Round(
                round.getRoundId().toString(),
                round.getPolicyVersion(),
                round.getVersion().orElse(null),
                round.getMeanReward(),
                round.getAccuracy().orElse(null),
                round.getLoss().orElse(null),
                round.getClosedAt().toString());
    }
}
