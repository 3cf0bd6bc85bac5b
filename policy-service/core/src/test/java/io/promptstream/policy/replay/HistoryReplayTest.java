package io.promptstream.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.promptstream.policy.round.CandidateSamples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Replays that do what the live policy did. */
class HistoryReplayTest {
    private final Policies policies = new Policies(new RecurrentLanguageModel(9, 6, 1));
    private final Task task = TaskSamples.contested("task", 2);
    private final MemoryRecordings recordings = new MemoryRecordings();
    private final ReplayRuns runs = new ReplayRuns(recordings, task);
    private final Replay exact = ReplayRuns.order(task).setVerify(true).build();

    @Test
    void theSameStepsLeadToTheSamePolicy() throws Exception {
        // Given
        LiveLearning live = aLifeWithEveryStep();

        // When
        Checkpoint done = runs.run(exact);

        // Then
        PolicySnapshot candidate = done.candidate().orElseThrow();
        assertThat(done.state().getStatus()).isEqualTo(ReplayStatus.DONE);
        assertThat(candidate.getDigest()).isEqualTo(live.snapshot().getDigest());
        assertThat(candidate.getState()).isEqualTo(live.snapshot().getState());
        assertThat(candidate.getRecent()).isEqualTo(live.snapshot().getRecent());
        assertThat(candidate.getCandidate()).contains("again");
        assertThat(candidate.getLineage().orElseThrow().getParentVersion()).isEmpty();
        assertThat(done.state().getVersionsCompared()).isEqualTo(live.version() + 1);
        assertThat(done.state().getNextOffset())
                .isLessThanOrEqualTo(done.state().getEndOffset());
        assertThat(done.state().getLeftOut()).containsEntry("too_new", 1L).containsKey("superseded");
    }

    @Test
    void whereverItIsInterruptedItComesToTheSameEnd() throws Exception {
        // Given
        LiveLearning live = aLifeWithEveryStep();
        ReplayState whole = runs.run(exact).state();

        // When
        Checkpoint sliced = runs.runInSlices(exact, task);

        // Then
        assertThat(sliced.candidate().orElseThrow().getDigest())
                .isEqualTo(live.snapshot().getDigest());
        assertThat(sliced.state().getVersionsCompared()).isEqualTo(whole.getVersionsCompared());
        assertThat(sliced.state().getRecordsRead()).isEqualTo(whole.getRecordsRead());
        assertThat(sliced.state().getRoundsLearned()).isEqualTo(whole.getRoundsLearned());
        assertThat(sliced.state().getLeftOut()).isEqualTo(whole.getLeftOut());
    }

    @Test
    void roundsOutOfOrderAndTwiceLeadToThePolicyOfEachOnce() throws Exception {
        // Given rounds that come in another order than they were closed
        LiveLearning once = new LiveLearning(policies, new MemoryRecordings(), task);
        List<RoundResult> rounds = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            rounds.add(once.result(0));
        }
        Collections.shuffle(rounds, new Random(3));
        assertThat(rounds)
                .isNotEqualTo(rounds.stream()
                        .sorted(Comparator.comparing(RoundResult::getClosedAt))
                        .toList());
        rounds.forEach(once::learn);
        once.publish();

        // When each comes a second time, two rounds later
        LiveLearning twice = new LiveLearning(policies, recordings, task);
        for (int i = 0; i < rounds.size() + 2; i++) {
            if (i < rounds.size()) {
                twice.learn(rounds.get(i));
            }
            if (i >= 2) {
                twice.learnAgain(rounds.get(i - 2));
            }
        }
        twice.publish();
        Checkpoint done = runs.run(exact);

        // Then
        assertThat(twice.version()).isEqualTo(rounds.size());
        assertThat(twice.snapshot().getDigest()).isEqualTo(once.snapshot().getDigest());
        assertThat(done.state().getStatus()).isEqualTo(ReplayStatus.DONE);
        assertThat(done.state().getVersionsCompared()).isEqualTo(rounds.size() + 1);
        assertThat(done.candidate().orElseThrow().getDigest())
                .isEqualTo(once.snapshot().getDigest());
    }

    @Test
    void itStopsAtEveryVersionThatTheLivePolicyHad() throws Exception {
        // Given
        LiveLearning live = new LiveLearning(policies, recordings, task);
        live.learn(6, 1);
        live.change(faster(2), Optional.empty());
        live.learn(4, 1);

        for (long version = 0; version <= live.version(); version++) {
            // When
            Replay order = ReplayRuns.order(task)
                    .setEndVersion(version)
                    .setVerify(true)
                    .build();
            Checkpoint done = runs.run(order);

            // Then
            if (version != 6) {
                assertThat(done.candidate().orElseThrow().getDigest())
                        .isEqualTo(live.snapshot(version).getDigest());
            }
            assertThat(done.state().getVersion()).isEqualTo(version);
            assertThat(runs.runInSlices(order, task).candidate().orElseThrow().getDigest())
                    .isEqualTo(done.state().getDigest());
        }
    }

    @Test
    void aTaskThatWasPutAnewIsReplayedFromItsOwnBeginning() throws Exception {
        // Given
        LiveLearning live = new LiveLearning(policies, recordings, task);
        live.learn(5, 2);
        live.putAnew(Task.newBuilder(TaskSamples.contested("task", 2))
                .setCreatedAt(Instant.ofEpochMilli(1_003))
                .build());
        live.learn(3, 2);

        // When
        Checkpoint done = runs.run(exact);

        // Then
        assertThat(done.state().getVersion()).isEqualTo(3);
        assertThat(done.candidate().orElseThrow().getDigest())
                .isEqualTo(live.snapshot().getDigest());
        assertThat(runs.run(ReplayRuns.order(task).setEndVersion(2L).build())
                        .state()
                        .getDigest())
                .isEqualTo(live.snapshot(2).getDigest());
    }

    @Test
    void itStopsBeforeTheFirstRoundThatIsOutOfRange() throws Exception {
        // Given rounds that were closed at 1001, 1002, …
        LiveLearning live = new LiveLearning(policies, recordings, task);
        live.learn(6, 2);

        // When
        Checkpoint byTime = runs.run(
                Replay.newBuilder(exact).setToTime(Instant.ofEpochMilli(1_004)).build());
        Checkpoint byOffset = runs.run(Replay.newBuilder(exact).setToOffset(6L).build());

        // Then
        assertThat(byTime.state().getVersion()).isEqualTo(3);
        assertThat(byOffset.state().getVersion()).isPositive().isLessThan(6);
        assertThat(byOffset.state().getEndOffset()).isEqualTo(6);
    }

    /** Rounds learned, repeated and left out, changed settings, a new beginning, and a promotion. */
    private LiveLearning aLifeWithEveryStep() {
        LiveLearning live = new LiveLearning(policies, recordings, task);
        live.learn(7, 3);
        RoundResult repeated = live.learn(live.result(live.version()));
        live.learnAgain(repeated);
        live.learnTooNew();
        live.publish();
        live.change(faster(2), Optional.empty());
        live.learn(5, 4);
        live.change(longer(3), Optional.empty());
        live.change(faster(4), Optional.empty());
        live.learn(2, 1);
        Task promoted = CandidateSamples.promoted(
                Task.newBuilder(faster(4)).setRevision(5).build(), "better");
        live.change(promoted, Optional.of(CandidateSamples.candidate(policies, promoted, "better", 3)));
        live.learn(live.result(live.version() - 1));
        live.learn(6, 2);
        return live;
    }

    private Task faster(long revision) {
        return TaskSamples.revised(
                task,
                revision,
                PolicyDefinition.newBuilder(task.getPolicy())
                        .setLearningRate(0.02)
                        .build());
    }

    private Task longer(long revision) {
        return TaskSamples.revised(
                task,
                revision,
                PolicyDefinition.newBuilder(task.getPolicy()).setPromptLength(3).build());
    }
}
