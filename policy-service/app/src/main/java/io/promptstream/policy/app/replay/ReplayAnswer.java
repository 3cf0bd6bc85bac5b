package io.promptstream.policy.app.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.ReplayStatus;
import io.promptstream.event.Rescoring;
import io.promptstream.policy.app.snapshots.CandidateAnswer;
import io.promptstream.policy.learning.Leaderboard;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a replay has come.
 *
 * @param status {@code waiting} before it has begun, {@code rescoring}, {@code relearning}, {@code done} or {@code failed}
 * @param message what went wrong, or empty
 * @param leftOut rounds that were skipped, by reason
 * @param version of the candidate
 * @param prompt the candidate's champion, or its greedy prompt; null before there is a candidate
 * @param verification null unless digests are compared
 * @param rescoring null unless recorded outputs are rescored
 * @param lineage where the candidate comes from; null before there is one
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ReplayAnswer(
        String taskId,
        String name,
        String replayId,
        String status,
        String message,
        String orderedBy,
        String orderedAt,
        @Nullable String startedAt,
        @Nullable String endedAt,
        Progress progress,
        long roundsLearned,
        long roundsLeftOut,
        Map<String, Long> leftOut,
        long version,
        String digest,
        @Nullable String prompt,
        @Nullable Verification verification,
        @Nullable RescoringProgress rescoring,
        CandidateAnswer.@Nullable Origin lineage) {

    /**
     * Records of the range, those of other tasks included.
     *
     * @param left to be read; null before it is known
     * @param recordsPerSecond so far; null before something was read
     * @param secondsLeft at that rate; null where it cannot be told
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Progress(
            long read,
            @Nullable Long left,
            @Nullable Double recordsPerSecond,
            @Nullable Double secondsLeft) {
        private static Progress of(ReplayState state) {
            long left = Math.max(0, state.getEndOffset() - state.getNextOffset());
            double seconds = state.getBusyMillis() / 1e3;
            boolean ended = state.getEndedAt().isPresent();
            Double rate = seconds > 0 && state.getRecordsRead() > 0 ? state.getRecordsRead() / seconds : null;
            return new Progress(state.getRecordsRead(), left, rate, ended || rate == null ? null : left / rate);
        }
    }

    /** Digests that were compared with those of the live policy, and the first that differs, if one does. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Verification(long versionsCompared, @Nullable Difference firstDifference) {}

    /** A version that the replay came to otherwise than the live policy. */
    record Difference(long version, long offset, String recorded, String replayed) {}

    /** How far the rescoring of recorded outputs is. */
    record RescoringProgress(
            String status, String message, long recordsRead, long recordsInRange, long rewards, long roundResults) {}

    static ReplayAnswer of(
            Replay order, Optional<ReplayState> state, Optional<Rescoring> rescoring, Optional<PolicySnapshot> newest) {
        Optional<PolicySnapshot> candidate = newest.filter(snapshot -> snapshot.getLineage()
                .filter(lineage -> lineage.getReplayId().equals(order.getReplayId()))
                .isPresent());
        return new ReplayAnswer(
                order.getTaskId(),
                order.getName(),
                order.getReplayId().toString(),
                state.map(known -> name(known.getStatus())).orElse("waiting"),
                state.map(ReplayState::getMessage).orElse(""),
                order.getBy(),
                order.getOrderedAt().toString(),
                state.map(ReplayState::getStartedAt).map(Instant::toString).orElse(null),
                state.flatMap(ReplayState::getEndedAt).map(Instant::toString).orElse(null),
                state.filter(known -> known.getStatus() != ReplayStatus.RESCORING)
                        .map(Progress::of)
                        .orElse(new Progress(0, null, null, null)),
                state.map(ReplayState::getRoundsLearned).orElse(0L),
                state.map(ReplayState::getRoundsLeftOut).orElse(0L),
                state.map(ReplayState::getLeftOut).orElse(Map.of()),
                state.map(ReplayState::getVersion).orElse(0L),
                state.map(ReplayState::getDigest).orElse(""),
                candidate.map(Leaderboard::served).map(Prompt::getText).orElse(null),
                order.getVerify() ? verification(state) : null,
                rescoring.map(ReplayAnswer::progress).orElse(null),
                candidate
                        .flatMap(PolicySnapshot::getLineage)
                        .map(CandidateAnswer.Origin::of)
                        .orElse(null));
    }

    private static Verification verification(Optional<ReplayState> state) {
        return new Verification(
                state.map(ReplayState::getVersionsCompared).orElse(0L),
                state.flatMap(ReplayState::getDifference)
                        .map(found -> new Difference(
                                found.getVersion(), found.getOffset(), found.getRecorded(), found.getReplayed()))
                        .orElse(null));
    }

    private static RescoringProgress progress(Rescoring rescoring) {
        return new RescoringProgress(
                name(rescoring.getStatus()),
                rescoring.getMessage(),
                rescoring.getRecordsRead(),
                rescoring.getRecordsInRange(),
                rescoring.getRewards(),
                rescoring.getRoundResults());
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
