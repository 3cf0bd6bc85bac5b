package io.promptstream.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptResult;
import io.promptstream.event.ReplayStatus;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import io.promptstream.policy.replay.ReplayJob.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log of rounds alone tells all that policies learn from gradients. */
class GradientReplayTest {
    private static final int WIDTH = 6;

    private final Policies policies = new Policies(new RecurrentLanguageModel(9, WIDTH, 1));
    private final MemoryRecordings recordings = new MemoryRecordings();

    @ParameterizedTest
    @CsvSource({"AUTOPROMPT, 4, 2, autoprompt/1", "SOFT_PROMPT, 1, 0, soft-prompt/1"})
    void theSameRoundsLeadToTheSamePolicy(PolicyKind kind, int prompts, int contenders, String format)
            throws Exception {
        // Given
        Task sample = TaskSamples.contested("task", contenders);
        Task task = Task.newBuilder(sample)
                .setPolicy(PolicyDefinition.newBuilder(sample.getPolicy())
                        .setKind(kind)
                        .setPromptsPerRound(prompts)
                        .build())
                .build();
        LiveLearning live = new LiveLearning(policies, recordings, task);
        for (int round = 0; round < 7; round++) {
            live.learn(
                    differentiated(live.result(live.version()), live.snapshot().getGreedyPrompt(), round));
            live.publish();
        }

        // When
        Checkpoint done = new ReplayRuns(recordings, task)
                .runInSlices(ReplayRuns.order(task).setVerify(true).build(), task);

        // Then
        PolicySnapshot candidate = done.candidate().orElseThrow();
        assertThat(done.state().getStatus()).isEqualTo(ReplayStatus.DONE);
        assertThat(done.state().getVersionsCompared()).isEqualTo(8);
        assertThat(candidate.getVersion()).isEqualTo(7);
        assertThat(candidate.getStateFormat()).isEqualTo(format);
        assertThat(candidate.getState()).isEqualTo(live.snapshot().getState());
        assertThat(candidate.getDigest()).isEqualTo(live.snapshot().getDigest());
        assertThat(candidate.getEmbedding()).isEqualTo(live.snapshot().getEmbedding());
    }

    /** The round with the policy's own prompt as its last, and a gradient of it. */
    private static RoundResult differentiated(RoundResult round, Prompt own, int number) {
        List<PromptResult> prompts = new ArrayList<>(round.getPrompts());
        List<Float> gradient = new ArrayList<>();
        for (int i = 0; i < 2 * WIDTH; i++) {
            gradient.add((float) Math.sin(number + i));
        }
        prompts.set(
                prompts.size() - 1,
                PromptResult.newBuilder(prompts.getLast())
                        .setPrompt(own)
                        .setOrigin(PromptOrigin.SAMPLED)
                        .setPromptGradient(gradient)
                        .build());
        return RoundResult.newBuilder(round).setPrompts(prompts).build();
    }
}
