package io.promptstream.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.Lineage;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.ReplayStatus;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import io.promptstream.policy.replay.ReplayJob.Checkpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replays that train a policy with recorded rounds. */
class RetrainingTest {
    private static final int ROUNDS = 12;

    private final Policies policies = new Policies(new RecurrentLanguageModel(9, 6, 1));
    private final Task task = TaskSamples.contested("task", 2);
    private final PolicyDefinition faster =
            PolicyDefinition.newBuilder(task.getPolicy()).setLearningRate(0.05).build();
    private final MemoryRecordings recordings = new MemoryRecordings();
    private final ReplayRuns runs = new ReplayRuns(recordings, task);
    private final List<RoundResult> rounds = new ArrayList<>();
    /** The task as it may be when another process continues with the replay. */
    private final Task changed = TaskSamples.revised(
            task, 9, PolicyDefinition.newBuilder(task.getPolicy()).setSeed(99).build());

    private final LiveLearning live = new LiveLearning(policies, recordings, task);

    @BeforeEach
    void learnLive() {
        for (int i = 0; i < ROUNDS; i++) {
            rounds.add(live.learn(live.result(live.version())));
            live.publish();
        }
    }

    @Test
    void learnsEveryRoundWithOtherSettingsHoweverOldItIs() throws Exception {
        // Given a largest lag that no round of a policy of version 0 would pass
        PolicyDefinition strict =
                PolicyDefinition.newBuilder(faster).setMaxLag(0).build();

        // When
        Checkpoint done = runs.run(ReplayRuns.order(task).setPolicy(strict).build());

        // Then
        PolicySnapshot candidate = done.candidate().orElseThrow();
        assertThat(candidate.getDigest()).isEqualTo(live.trained(strict, rounds, Optional.empty()));
        assertThat(candidate.getVersion()).isEqualTo(ROUNDS);
        assertThat(candidate.getDigest()).isNotEqualTo(live.snapshot().getDigest());
        Lineage lineage = candidate.getLineage().orElseThrow();
        assertThat(lineage.getPolicy()).isEqualTo(strict);
        assertThat(lineage.getParentVersion()).isEmpty();
        assertThat(lineage.getReward()).isEmpty();
        assertThat(lineage.getTopic()).isEqualTo(MemoryRecordings.ROUNDS);
        assertThat(lineage.getPartition()).isEqualTo(1);
        assertThat(lineage.getFromOffset()).isZero();
        assertThat(lineage.getToOffset()).isEqualTo(done.state().getEndOffset());
        assertThat(lineage.getCodeVersion()).isEqualTo("replay");
    }

    @Test
    void goesOnFromAnyVersionOfTheLivePolicy() throws Exception {
        for (long start : List.of(0L, 5L, (long) ROUNDS - 1)) {
            // When
            Replay order = ReplayRuns.order(task)
                    .setPolicy(faster)
                    .setStartVersion(start)
                    .build();
            Checkpoint done = runs.run(order);
            Checkpoint sliced = runs.runInSlices(order, task);

            // Then
            assertThat(done.state().getVersion()).isEqualTo(ROUNDS);
            assertThat(done.state().getDigest())
                    .isEqualTo(live.trained(
                            faster, rounds.subList((int) start, ROUNDS), Optional.of(live.snapshot(start))));
            Lineage lineage = done.candidate().orElseThrow().getLineage().orElseThrow();
            assertThat(lineage.getParentVersion()).contains(start);
            assertThat(sliced.state().getDigest()).isEqualTo(done.state().getDigest());
            assertThat(sliced.state().getRoundsLearned()).isEqualTo(done.state().getRoundsLearned());
        }
    }

    @Test
    void keepsToTheRangeAndToTheEnd() throws Exception {
        // When
        Checkpoint byTime = runs.run(ReplayRuns.order(task)
                .setPolicy(faster)
                .setFromTime(Instant.ofEpochMilli(1_003))
                .setToTime(Instant.ofEpochMilli(1_006))
                .build());
        Replay untilVersion =
                ReplayRuns.order(task).setPolicy(faster).setEndVersion(7L).build();

        // Then
        assertThat(byTime.state().getDigest()).isEqualTo(live.trained(faster, rounds.subList(2, 5), Optional.empty()));
        assertThat(runs.run(untilVersion).state().getDigest())
                .isEqualTo(live.trained(faster, rounds.subList(0, 7), Optional.empty()));
        assertThat(runs.runInSlices(untilVersion, changed).state().getDigest())
                .isEqualTo(runs.run(untilVersion).state().getDigest());
    }

    @Test
    void startAndEndTogetherTrainWhatLiesBetween() throws Exception {
        // When
        Replay order = ReplayRuns.order(task)
                .setPolicy(faster)
                .setStartVersion(3L)
                .setEndVersion(8L)
                .build();

        // Then
        String expected = live.trained(faster, rounds.subList(3, 8), Optional.of(live.snapshot(3)));
        assertThat(runs.run(order).state().getDigest()).isEqualTo(expected);
        assertThat(runs.runInSlices(order, task).state().getDigest()).isEqualTo(expected);
    }

    @Test
    void promptsThatThePolicyCannotWriteAreCounted() {
        // When
        ReplayState state = runs.outcome(ReplayRuns.order(task)
                .setPolicy(
                        PolicyDefinition.newBuilder(faster).setPromptLength(3).build())
                .build());

        // Then
        assertThat(state.getStatus()).isEqualTo(ReplayStatus.FAILED);
        assertThat(state.getMessage()).contains("nothing could be learned", "foreign=" + ROUNDS);
        assertThat(state.getLeftOut()).containsEntry("foreign", (long) ROUNDS);
    }

    @Test
    void roundsOfAnEarlierTaskAndUnreadableOnesAreCountedAndRepeatedOnesAreNot() throws Exception {
        // Given
        recordings.round(MemoryRecordings.ROUNDS, "task", Optional.empty());
        recordings.round(rounds.getLast());
        Task anew =
                Task.newBuilder(task).setCreatedAt(Instant.ofEpochMilli(1_005)).build();

        // When
        Checkpoint done = new ReplayRuns(recordings, anew)
                .run(ReplayRuns.order(task).setPolicy(faster).build());

        // Then
        assertThat(done.state().getRoundsLearned()).isEqualTo(ROUNDS - 4);
        assertThat(done.state().getLeftOut()).containsOnly(Map.entry("earlier_task", 4L), Map.entry("unusable", 1L));
    }

    @Test
    void roundsThatWereScoredAnewAreLearnedFromTheirOwnTopic() throws Exception {
        // Given
        Replay order = ReplayRuns.order(task)
                .setPolicy(task.getPolicy())
                .setReward(task.getReward())
                .setFromOffset(5L)
                .build();
        assertThatThrownBy(() -> runs.run(order)).hasMessageContaining("there is no topic rescored-again");
        rounds.subList(4, ROUNDS).forEach(round -> recordings.round("rescored-again", "task", Optional.of(round)));

        // When
        Checkpoint done = runs.run(order);

        // Then
        assertThat(done.state().getDigest())
                .isEqualTo(live.trained(task.getPolicy(), rounds.subList(4, ROUNDS), Optional.empty()));
        Lineage lineage = done.candidate().orElseThrow().getLineage().orElseThrow();
        assertThat(lineage.getReward()).contains(task.getReward());
        assertThat(lineage.getScoredFrom()).isEmpty();
        assertThat(lineage.getScoredTo()).contains(Instant.ofEpochMilli(9_500));
        assertThat(done.state().getTopic()).isEqualTo("rescored-again");
        assertThat(runs.runInSlices(order, changed).state().getDigest())
                .isEqualTo(done.state().getDigest());
    }

    @Test
    void theLineageNamesTheRecordedRangeThatWasScoredAnew() throws Exception {
        // Given
        rounds.forEach(round -> recordings.round("rescored-again", "task", Optional.of(round)));
        Instant from = Instant.ofEpochMilli(1_001);
        Instant to = Instant.ofEpochMilli(2_000);

        // When
        Lineage lineage = runs.run(ReplayRuns.order(task)
                        .setPolicy(task.getPolicy())
                        .setReward(task.getReward())
                        .setFromTime(from)
                        .setToTime(to)
                        .build())
                .candidate()
                .flatMap(PolicySnapshot::getLineage)
                .orElseThrow();
        Lineage recorded = runs.run(ReplayRuns.order(task)
                        .setPolicy(faster)
                        .setFromTime(from)
                        .build())
                .candidate()
                .flatMap(PolicySnapshot::getLineage)
                .orElseThrow();

        // Then
        assertThat(lineage.getScoredFrom()).contains(from);
        assertThat(lineage.getScoredTo()).contains(to);
        assertThat(recorded.getScoredFrom()).isEmpty();
        assertThat(recorded.getScoredTo()).isEmpty();
    }

    @Test
    void aStateThatDoesNotFitTheSettingsIsNamed() {
        // When
        ReplayState state = runs.outcome(ReplayRuns.order(task)
                .setPolicy(PolicyDefinition.newBuilder(faster).setHiddenSize(4).build())
                .setStartVersion(3L)
                .build());

        // Then
        assertThat(state.getStatus()).isEqualTo(ReplayStatus.FAILED);
        assertThat(state.getMessage()).contains("version 3 does not fit");
    }
}
