package io.promptstream.policy.app.policies;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.event.ContextBoard;
import io.promptstream.event.ExplorationState;
import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyContexts;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Promotion;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptStanding;
import io.promptstream.event.Task;
import io.promptstream.policy.app.snapshots.CandidateAnswer;
import io.promptstream.policy.learning.Contexts;
import io.promptstream.policy.learning.Leaderboard;
import io.promptstream.policy.round.PromotionProgress;
import io.promptstream.policy.task.LearningObstacle;
import io.promptstream.policy.task.PromotionJson;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot without its weights.
 *
 * @param version grows by one with every learned round
 * @param digest SHA-256 over version, state, champion and contenders
 * @param servedPrompt the prompt that serves queries now: the champion, or the greedy one where the task has none
 * @param tokens its token ids
 * @param greedyPrompt at each position the token that this version deems best
 * @param roundsInFlight rounds that this instance has proposed and that are not yet learned
 * @param rounds the last hundred rounds, oldest first
 * @param champion what is known of the champion; null for a task without one
 * @param championSince version at which it became it
 * @param contenders the ten that are most likely to replace it
 * @param contexts what each context is served with; empty until contexts are known, and where one prompt serves all queries
 * @param exploration null for a task that never stops exploring
 * @param firstVersion rounds of earlier versions are left out: a candidate has taken the place of their policy
 * @param promotion the last order to replace the policy by a candidate, with {@code followed} and {@code refused}; neither:
 *     the learner has not come to it yet. Null: there was none
 * @param warnings why the policy cannot learn, if so
 * @param lineage where the candidate comes from that the policy was; null: it never was one
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record PolicyAnswer(
        String taskId,
        long taskRevision,
        long version,
        String digest,
        String servedPrompt,
        List<Integer> tokens,
        String greedyPrompt,
        String initialPrompt,
        @Nullable Standing champion,
        @Nullable Long championSince,
        List<Standing> contenders,
        List<Context> contexts,
        @Nullable Exploration exploration,
        long firstVersion,
        @Nullable ObjectNode promotion,
        CandidateAnswer.@Nullable Origin lineage,
        long roundsLearned,
        int roundsInFlight,
        Lag lag,
        List<Round> rounds,
        List<String> warnings,
        String createdAt) {
    private static final int MOST_CONTENDERS = 10;

    /**
     * Versions between sampling and learning.
     *
     * @param last of the newest learned round; null before the first
     * @param max largest one that was learned
     * @param leftOut rounds skipped, because they were too old or empty
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

    /**
     * What rounds have told of a prompt.
     *
     * @param compared queries that speak for or against it; those of its first round do not
     * @param meanDifference to the champion's reward on the same queries
     * @param differenceError its standard error; null for the champion and where there are fewer than two queries
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Standing(
            String prompt,
            long rounds,
            long queries,
            double meanReward,
            long compared,
            double meanDifference,
            @Nullable Double differenceError,
            long firstVersion,
            long lastVersion) {
        private static Standing of(PromptStanding standing, int distinctQueries) {
            return new Standing(
                    standing.getPrompt().getText(),
                    standing.getRounds(),
                    standing.getQueries(),
                    standing.getMeanReward(),
                    standing.getCompared(),
                    standing.getMeanDifference(),
                    Leaderboard.standardError(standing, distinctQueries).stream()
                            .boxed()
                            .findFirst()
                            .orElse(null),
                    standing.getFirstVersion(),
                    standing.getLastVersion());
        }
    }

    /**
     * A kind of queries.
     *
     * @param context its number, as proposals name it
     * @param servedPrompt the prompt that serves these queries now
     * @param own whether that is the context's champion rather than the task's
     * @param champion what is known of the context's champion on its queries
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Context(int context, String servedPrompt, boolean own, Standing champion) {}

    /**
     * Whether anything better than the champion is still expected.
     *
     * @param stopped whether nothing is, so that only one round in sixteen is explored
     * @param stoppedSince version since which; null where it is not
     * @param expectedImprovement what the last round let expect, in units of the reward
     * @param quietRounds rounds in a row in which that was less than the task's margin
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Exploration(boolean stopped, @Nullable Long stoppedSince, double expectedImprovement, long quietRounds) {
        private static Exploration of(ExplorationState state) {
            return new Exploration(
                    state.getStopped(),
                    state.getStoppedSince().orElse(null),
                    state.getExpectedImprovement(),
                    state.getQuietRounds());
        }
    }

    static PolicyAnswer of(Task task, PolicySnapshot snapshot, int roundsInFlight) {
        Prompt served = Leaderboard.served(snapshot);
        return new PolicyAnswer(
                snapshot.getTaskId(),
                snapshot.getTaskRevision(),
                snapshot.getVersion(),
                snapshot.getDigest(),
                served.getText(),
                served.getTokens(),
                snapshot.getGreedyPrompt().getText(),
                snapshot.getInitialPrompt().getText(),
                snapshot.getChampion()
                        .map(champion -> Standing.of(champion, snapshot.getDistinctQueries()))
                        .orElse(null),
                snapshot.getChampionSince().orElse(null),
                snapshot.getContenders().stream()
                        .limit(MOST_CONTENDERS)
                        .map(contender -> Standing.of(contender, snapshot.getDistinctQueries()))
                        .toList(),
                contexts(task, snapshot),
                snapshot.getExploration().map(Exploration::of).orElse(null),
                snapshot.getFirstVersion(),
                task.getPromotion()
                        .map(promotion -> promotion(task, promotion, snapshot))
                        .orElse(null),
                snapshot.getLineage().map(CandidateAnswer.Origin::of).orElse(null),
                snapshot.getRoundsLearned(),
                roundsInFlight,
                lag(snapshot),
                snapshot.getRecent().stream().map(PolicyAnswer::round).toList(),
                LearningObstacle.of(task).stream().toList(),
                snapshot.getCreatedAt().toString());
    }

    private static List<Context> contexts(Task task, PolicySnapshot snapshot) {
        List<ContextBoard> boards =
                snapshot.getContexts().map(PolicyContexts::getBoards).orElse(List.of());
        Prompt common = Leaderboard.served(snapshot);
        Optional<Contexts> contexts = Contexts.of(task, snapshot).filter(known -> !boards.isEmpty());
        return contexts.stream()
                .flatMap(known -> IntStream.range(0, boards.size()).mapToObj(index -> {
                    Optional<Prompt> own = known.served(index, common.getText());
                    PromptStanding champion = boards.get(index).getChampion();
                    return new Context(
                            index,
                            own.orElse(common).getText(),
                            own.isPresent(),
                            Standing.of(champion, snapshot.getDistinctQueries()));
                }))
                .toList();
    }

    private static ObjectNode promotion(Task task, Promotion promotion, PolicySnapshot snapshot) {
        PromotionProgress progress = PromotionProgress.of(task, snapshot);
        return PromotionJson.of(promotion)
                .put("followed", progress == PromotionProgress.FOLLOWED)
                .put("refused", progress == PromotionProgress.REFUSED);
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
