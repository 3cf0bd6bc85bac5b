package io.promptstream.local.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Failure;
import io.promptstream.event.FailureCode;
import io.promptstream.event.LabelScore;
import io.promptstream.event.Prompt;
import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.event.TaskOutput;
import io.promptstream.local.input.TaskInput;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrialsTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final List<TaskInput> INPUTS = List.of(
            new TaskInput(2, "fine", List.of(), Map.of(), "good"),
            new TaskInput(3, "awful", List.of(), Map.of(), "bad"));

    private final EvaluationQueries queries = new EvaluationQueries("e1", "opinions", List.of("first", "second"), -1);
    private final Trials trials = new Trials(List.of("good", "bad"), 2, INPUTS);

    TrialsTest() {
        for (int input = 0; input < INPUTS.size(); input++) {
            for (var part : queries.of(input, INPUTS.get(input), NOW)) {
                trials.expect(part, input);
            }
        }
    }

    @Test
    void aTrialIsDoneWithItsOutputAndItsRewardInEitherOrder() {
        // When
        trials.take(output("e1-0-0", 0, null));
        trials.take(reward("e1-0-0", 0, 1.5));
        trials.take(reward("e1-1-0", 0, -2.0));
        trials.take(output("e1-1-0", 0, null));

        // Then
        assertThat(trials.done()).isEqualTo(2);
        assertThat(trials.waiting()).isEqualTo(2);
        trials.take(output("e1-0-0", 1, null));
        trials.take(output("e1-1-0", 1, null));
        trials.take(reward("e1-0-0", 1, 1.0));
        trials.take(reward("e1-1-0", 1, 1.0));
        assertThat(trials.of(0)).extracting(Trial::reward).containsExactly(1.5, -2.0);
        assertThat(trials.of(0)).extracting(Trial::label).containsExactly(0, 1);
        assertThat(trials.of(0)).extracting(Trial::logits).containsOnly(List.of(2.0, 1.0));
        assertThat(trials.models()).isEqualTo("bundled@abc");
    }

    @Test
    void whatIsRepeatedOrBelongsToOthersIsLeftOut() {
        // Given
        trials.take(output("e1-0-0", 0, null));
        trials.take(reward("e1-0-0", 0, 1.5));

        // Then
        assertThat(trials.take(reward("e1-0-0", 0, 9.0))).isFalse();
        assertThat(trials.take(output("e2-0-0", 0, null))).isFalse();
        assertThat(trials.done()).isEqualTo(1);
    }

    @Test
    void aFailureIsKeptWithItsReason() {
        // When
        trials.take(output("e1-0-0", 0, new Failure(FailureCode.MODEL_UNAVAILABLE, "HTTP 500")));
        trials.take(reward("e1-0-0", 0, null));
        trials.take(output("e1-1-0", 0, null));
        trials.take(reward("e1-1-0", 0, null));

        // Then
        assertThat(trials.of(0))
                .extracting(Trial::failure)
                .containsExactly("MODEL_UNAVAILABLE: HTTP 500", "UNSCORABLE: the answer has no reward");
    }

    @Test
    void saysWhatIsMissing() {
        // Given
        trials.take(output("e1-0-0", 0, null));

        // Then
        assertThat(trials.missing(List.of("first", "second")))
                .startsWith("3 answers and 1 reward are missing, such as that of \"")
                .endsWith("on line 2");
    }

    private static TaskOutput output(String queryId, int prompt, @Nullable Failure failure) {
        return TaskOutput.newBuilder()
                .setProposalId("opinions/" + queryId + "-evaluate-" + prompt)
                .setQueryId(queryId)
                .setTaskId("opinions")
                .setProvenance(provenance(prompt))
                .setModelId("bundled@abc")
                .setScores(
                        failure == null
                                ? List.of(new LabelScore("good", 2.0, 0.7), new LabelScore("bad", 1.0, 0.3))
                                : List.of())
                .setFailure(failure)
                .setProducedAt(NOW)
                .build();
    }

    private static Reward reward(String queryId, int prompt, @Nullable Double value) {
        return Reward.newBuilder()
                .setProposalId("opinions/" + queryId + "-evaluate-" + prompt)
                .setQueryId(queryId)
                .setTaskId("opinions")
                .setProvenance(provenance(prompt))
                .setValue(value)
                .setFailure(value == null ? FailureCode.UNSCORABLE : null)
                .setModelId("bundled@abc")
                .setRewardedAt(NOW)
                .build();
    }

    private static Provenance provenance(int prompt) {
        return Provenance.newBuilder()
                .setRole(Role.EVALUATE)
                .setPromptIndex(prompt)
                .setPolicyVersion(0)
                .setTaskRevision(1)
                .setPrompt(new Prompt("prompt", List.of()))
                .setLogProbability(0)
                .setTruncation(new SamplerTruncation(1, 0, 0))
                .setSeed(0)
                .setProposedAt(NOW)
                .build();
    }
}
