package io.promptstream.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.ReplayStatus;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Why a replay cannot do what the live policy did. */
class FailingReplayTest {
    private final Policies policies = new Policies(new RecurrentLanguageModel(9, 6, 1));
    private final Task task = TaskSamples.contested("task", 2);
    private final MemoryRecordings recordings = new MemoryRecordings();
    private final ReplayRuns runs = new ReplayRuns(recordings, task);
    private final Replay exact = ReplayRuns.order(task).setVerify(true).build();

    @Test
    void aVersionThatTheLivePolicyHasNotComeToIsRefused() {
        // Given
        LiveLearning live = new LiveLearning(policies, recordings, task);
        live.learn(3, 1);

        // When
        ReplayState state =
                runs.outcome(ReplayRuns.order(task).setEndVersion(4L).build());

        // Then
        assertThat(state.getStatus()).isEqualTo(ReplayStatus.FAILED);
        assertThat(state.getMessage()).contains("has come to version 3 only");
    }

    @Test
    void theFirstVersionThatDiffersIsNamed() {
        // Given a history that tells another digest of version 3 than the policy had
        LiveLearning live = new LiveLearning(policies, recordings, task);
        live.learn(5, 1);
        forge(3);

        // When
        ReplayState compared = runs.outcome(exact);
        ReplayState comparedLater =
                runs.outcome(Replay.newBuilder(exact).setStartVersion(4L).build());
        ReplayState notCompared = runs.outcome(ReplayRuns.order(task).build());

        // Then
        assertThat(compared.getStatus()).isEqualTo(ReplayStatus.FAILED);
        assertThat(compared.getMessage()).contains("version 3 is the first that differs");
        assertThat(compared.getDifference().orElseThrow().getVersion()).isEqualTo(3);
        assertThat(compared.getDifference().orElseThrow().getRecorded()).isEqualTo("forged");
        assertThat(compared.getDifference().orElseThrow().getReplayed())
                .isEqualTo(live.snapshot(3).getDigest());
        assertThat(compared.getVersionsCompared()).isEqualTo(3);
        assertThat(comparedLater.getStatus()).isEqualTo(ReplayStatus.DONE);
        assertThat(comparedLater.getVersionsCompared()).isEqualTo(2);
        assertThat(notCompared.getStatus()).isEqualTo(ReplayStatus.DONE);
        assertThat(notCompared.getVersionsCompared()).isZero();
    }

    @Test
    void whatIsOlderThanTheTopicsKeepItIsNamed() throws Exception {
        // Given
        LiveLearning live = new LiveLearning(policies, recordings, task);
        live.learn(4, 1);

        // When
        recordings.forgetRounds(3);
        ReplayState withoutRounds = runs.outcome(exact);
        recordings.forgetHistory(4);
        ReplayState withoutHistory = runs.outcome(exact);
        recordings.forgetHistory(recordings.history("task").size() * 2);
        ReplayState withoutAny = runs.outcome(exact);

        // Then
        assertThat(withoutRounds.getMessage()).contains("do not hold round", "at version 0");
        assertThat(withoutHistory.getMessage()).contains("begins with version 2");
        assertThat(withoutAny.getMessage()).contains("holds nothing of task task");
        assertThat(List.of(withoutRounds, withoutHistory, withoutAny))
                .extracting(ReplayState::getStatus)
                .containsOnly(ReplayStatus.FAILED);
    }

    @Test
    void anUnreadableStepIsNoStepToPassOver() {
        // Given
        LiveLearning live = new LiveLearning(policies, recordings, task);
        live.learn(2, 1);
        Recorded<PolicyEvent> last = recordings.history("task").getLast();
        recordings.replace(
                last,
                PolicyEvent.newBuilder(last.event().orElseThrow())
                        .setKind(PolicyEventKind.UNKNOWN)
                        .build());

        // Then
        assertThatThrownBy(() -> runs.run(exact))
                .isInstanceOf(ReplayFailure.class)
                .hasMessageContaining("does not know");
    }

    private void forge(long version) {
        for (Recorded<PolicyEvent> step : recordings.history("task")) {
            PolicyEvent event = step.event().orElseThrow();
            if (event.getKind() == PolicyEventKind.LEARNED && event.getVersion() == version) {
                List<LearnedRound> forged = event.getLearned().stream()
                        .map(round -> LearnedRound.newBuilder(round)
                                .setDigest("forged")
                                .build())
                        .toList();
                recordings.replace(
                        step, PolicyEvent.newBuilder(event).setLearned(forged).build());
            }
        }
    }
}
