package io.promptstream.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.DriftState;
import io.promptstream.event.LabelCalibration;
import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.ReplayStatus;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import io.promptstream.policy.replay.ReplayJob.Checkpoint;
import java.nio.ByteBuffer;
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

    @Test
    void theSameRoundsLeadToTheSameDrift() throws Exception {
        // Given a champion that suddenly earns less
        Task watched = Task.newBuilder(task)
                .setPolicy(PolicyDefinition.newBuilder(task.getPolicy())
                        .setKind(PolicyKind.BAYESIAN)
                        .setDriftRunLength(1_000)
                        .setStopMargin(0.5)
                        .setStopRounds(3)
                        .build())
                .build();
        LiveLearning live = new LiveLearning(policies, recordings, watched);
        for (int round = 0; round < 90; round++) {
            live.learn(earning(live.result(live.version()), live.snapshot(), round < 80 ? round % 3 : -50));
            live.publish();
        }

        // When
        Checkpoint done = new ReplayRuns(recordings, watched)
                .runInSlices(ReplayRuns.order(watched).setVerify(true).build(), watched);

        // Then
        PolicySnapshot candidate = done.candidate().orElseThrow();
        DriftState drift = live.snapshot().getDrift().orElseThrow();
        assertThat(drift.getDetections()).isEqualTo(1);
        assertThat(drift.getLastVersion().orElseThrow()).isBetween(81L, 87L);
        assertThat(live.snapshot().getRecent())
                .filteredOn(LearnedRound::getDrift)
                .extracting(LearnedRound::getVersion)
                .containsExactly(drift.getLastVersion());
        assertThat(candidate.getDrift()).contains(drift);
        assertThat(candidate.getExploration())
                .isPresent()
                .isEqualTo(live.snapshot().getExploration());
        assertThat(candidate.getDigest()).isEqualTo(live.snapshot().getDigest());
        assertThat(candidate.getState()).isEqualTo(live.snapshot().getState());
    }

    /** The first prompt is the champion, and the others earn a little more or less than it. */
    private static RoundResult earning(RoundResult round, PolicySnapshot newest, double reward) {
        Prompt champion = newest.getChampion().orElseThrow().getPrompt();
        return RoundResult.newBuilder(round)
                .setPrompts(round.getPrompts().stream()
                        .map(prompt -> PromptResult.newBuilder(prompt)
                                .setPrompt(prompt.getPromptIndex() == 0 ? champion : prompt.getPrompt())
                                .setRewards(List.of(
                                        new QueryReward(0, reward + prompt.getPromptIndex() % 2, null, false),
                                        new QueryReward(1, reward - prompt.getPromptIndex() % 2, null, false)))
                                .build())
                        .toList())
                .build();
    }

    @Test
    void theSameRoundsLeadToTheSameContexts() throws Exception {
        // Given
        Task contextual = Task.newBuilder(task)
                .setPolicy(PolicyDefinition.newBuilder(task.getPolicy())
                        .setKind(PolicyKind.BAYESIAN)
                        .setContexts(2)
                        .build())
                .build();
        LiveLearning live = new LiveLearning(policies, recordings, contextual);
        for (int round = 0; round < 80; round++) {
            live.learn(featured(live.result(Math.max(0, live.version() - 2)), round));
            live.publish();
        }

        // When
        Checkpoint done = new ReplayRuns(recordings, contextual)
                .runInSlices(ReplayRuns.order(contextual).setVerify(true).build(), contextual);

        // Then
        PolicySnapshot candidate = done.candidate().orElseThrow();
        assertThat(done.state().getStatus()).isEqualTo(ReplayStatus.DONE);
        assertThat(candidate.getStateFormat()).isEqualTo("bayesian/2");
        assertThat(candidate.getState()).isEqualTo(live.snapshot().getState());
        assertThat(candidate.getDigest()).isEqualTo(live.snapshot().getDigest());
        assertThat(candidate.getContexts())
                .isPresent()
                .isEqualTo(live.snapshot().getContexts());
        assertThat(candidate.getContexts().orElseThrow().getBoards()).hasSize(2);
    }

    private static RoundResult featured(RoundResult round, int number) {
        return RoundResult.newBuilder(round)
                .setQueryFeatures(List.of(
                        ByteBuffer.wrap(new byte[] {90, (byte) (40 + number % 7), 1}),
                        ByteBuffer.wrap(new byte[] {90, (byte) (-40 - number % 5), 2})))
                .build();
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
