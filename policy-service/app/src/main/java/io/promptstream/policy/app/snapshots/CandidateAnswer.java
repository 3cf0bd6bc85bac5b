package io.promptstream.policy.app.snapshots;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.event.Lineage;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.ReplayState;
import io.promptstream.policy.learning.Leaderboard;
import io.promptstream.policy.task.TaskJson;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A candidate without its weights.
 *
 * @param status of the replay that makes it: {@code rescoring}, {@code relearning}, {@code done} or {@code failed}; null
 *     where no replay is known
 * @param servedPrompt the prompt that it would serve: its champion, or its greedy one where it has none
 * @param champion null where it has none
 * @param lineage null where nothing is known of it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record CandidateAnswer(
        String taskId,
        String candidate,
        @Nullable String status,
        long version,
        String digest,
        String servedPrompt,
        @Nullable String champion,
        String greedyPrompt,
        long roundsLearned,
        long roundsLeftOut,
        @Nullable Origin lineage,
        String createdAt) {

    /**
     * Where a candidate comes from.
     *
     * @param parentVersion version of the live policy that it continues from; null: from scratch
     * @param reward by what recorded outputs were rescored; null: not at all
     * @param scoredFrom time of the first of these; null: the first that was kept
     * @param scoredTo time behind the last
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Origin(
            String replayId,
            @Nullable Long parentVersion,
            String topic,
            int partition,
            long fromOffset,
            long toOffset,
            ObjectNode policy,
            @Nullable ObjectNode reward,
            @Nullable String scoredFrom,
            @Nullable String scoredTo,
            String codeVersion) {
        public static Origin of(Lineage lineage) {
            return new Origin(
                    lineage.getReplayId().toString(),
                    lineage.getParentVersion().orElse(null),
                    lineage.getTopic(),
                    lineage.getPartition(),
                    lineage.getFromOffset(),
                    lineage.getToOffset(),
                    TaskJson.policy(lineage.getPolicy()),
                    lineage.getReward().map(TaskJson::reward).orElse(null),
                    lineage.getScoredFrom().map(Instant::toString).orElse(null),
                    lineage.getScoredTo().map(Instant::toString).orElse(null),
                    lineage.getCodeVersion());
        }
    }

    public static CandidateAnswer of(PolicySnapshot candidate, Optional<ReplayState> replay) {
        return new CandidateAnswer(
                candidate.getTaskId(),
                candidate.getCandidate().orElseThrow(),
                replay.map(state -> state.getStatus().name().toLowerCase(Locale.ROOT))
                        .orElse(null),
                candidate.getVersion(),
                candidate.getDigest(),
                Leaderboard.served(candidate).getText(),
                candidate
                        .getChampion()
                        .map(champion -> champion.getPrompt().getText())
                        .orElse(null),
                candidate.getGreedyPrompt().getText(),
                candidate.getRoundsLearned(),
                candidate.getRoundsLeftOut(),
                candidate.getLineage().map(Origin::of).orElse(null),
                candidate.getCreatedAt().toString());
    }
}
