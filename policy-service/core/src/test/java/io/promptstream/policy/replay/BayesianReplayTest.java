package io.promptstream.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.LabelCalibration;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptResult;
import io.promptstream.event.ReplayStatus;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import io.promptstream.policy.replay.ReplayJob.Checkpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A policy of kind bayesian, whose answers are calibrated, comes of its rounds again. */
class BayesianReplayTest {
    private final Policies policies = new Policies(new RecurrentLanguageModel(9, 6, 1));
    private final Task task = TaskSamples.contested("task", 2);
    private final MemoryRecordings recordings = new MemoryRecordings();

    @Test
    void theSameRoundsLeadToTheSameBayesianPolicyAndCalibration() throws Exception {
        // Given
        Task calibrated = Task.newBuilder(task)
                .setCalibration(LabelCalibration.BATCH)
                .setPolicy(PolicyDefinition.newBuilder(task.getPolicy())
                        .setKind(PolicyKind.BAYESIAN)
                        .build())
                .build();
        LiveLearning live = new LiveLearning(policies, recordings, calibrated);
        for (int round = 0; round < 7; round++) {
            live.learn(scored(live.result(Math.max(0, live.version() - 2)), round));
            live.publish();
        }

        // When
        Checkpoint done = new ReplayRuns(recordings, calibrated)
                .runInSlices(ReplayRuns.order(calibrated).setVerify(true).build(), calibrated);

        // Then
        PolicySnapshot candidate = done.candidate().orElseThrow();
        assertThat(done.state().getStatus()).isEqualTo(ReplayStatus.DONE);
        assertThat(done.state().getVersionsCompared()).isEqualTo(8);
        assertThat(candidate.getStateFormat()).isEqualTo("bayesian/1");
        assertThat(candidate.getState()).isEqualTo(live.snapshot().getState());
        assertThat(candidate.getDigest()).isEqualTo(live.snapshot().getDigest());
        assertThat(candidate.getLabelScores())
                .hasSize(2)
                .isEqualTo(live.snapshot().getLabelScores());
    }

    private static RoundResult scored(RoundResult round, int number) {
        return RoundResult.newBuilder(round)
                .setPrompts(round.getPrompts().stream()
                        .map(prompt -> PromptResult.newBuilder(prompt)
                                .setOrigin(PromptOrigin.SAMPLED)
                                .setLabelScores(List.of(-0.1f * number - prompt.getPromptIndex(), -0.7f))
                                .build())
                        .toList())
                .build();
    }
}
