package io.promptstream.policy.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.PolicySpecification;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks whose policies learn from the task model's gradient. */
class GradientTaskTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LABELS =
            "\"labels\": [{\"name\": \"yes\", \"verbalizer\": \"great\"}, {\"name\": \"no\"}]";

    private final TaskParser parser = new TaskParser(4096);

    @Test
    void autoPromptHasItsOwnDefaults() throws Exception {
        Task task = valid("{%s, \"policy\": {\"kind\": \"autoprompt\"}}".formatted(LABELS));

        PolicyDefinition policy = task.getPolicy();
        assertThat(policy.getKind()).isEqualTo(PolicyKind.AUTOPROMPT);
        assertThat(policy.getPromptsPerRound()).isEqualTo(16);
        assertThat(policy.getContendersPerRound()).isEqualTo(2);
        assertThat(policy.getRoundsInFlight()).isEqualTo(1);
        assertThat(PolicySpecifications.of(task))
                .isInstanceOfSatisfying(PolicySpecification.AutoPrompt.class, asked -> {
                    assertThat(asked.settings().promptsPerRound()).isEqualTo(14);
                    assertThat(asked.excludedWords()).containsExactlyInAnyOrder("yes", "great", "no");
                });
        assertThat(TaskJson.of(task).at("/policy/kind").asText()).isEqualTo("autoprompt");
    }

    @Test
    void aSoftPromptIsOneAndMayBeginAsWords() throws Exception {
        Task task = valid(
                "{%s, \"policy\": {\"kind\": \"soft-prompt\", \"prior\": \"hand-written\"}, \"handWrittenPrompts\": [\"it was\", \"so\"]}"
                        .formatted(LABELS));

        PolicyDefinition policy = task.getPolicy();
        assertThat(policy.getPromptsPerRound()).isEqualTo(1);
        assertThat(policy.getContendersPerRound()).isZero();
        assertThat(policy.getLearningRate()).isEqualTo(0.01);
        assertThat(PolicySpecifications.of(task))
                .isInstanceOfSatisfying(
                        PolicySpecification.SoftPrompt.class,
                        asked -> assertThat(asked.settings().start()).isEqualTo("it was"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"kind\": \"generation\" | policy.kind | for kind: generation",
                "\"taskModel\": {\"kind\": \"openai-compatible\", \"name\": \"m\", \"url\": \"https://host/v1\"}, LABELS | policy.kind | or taskModel.kind: local",
                "\"reward\": {\"kind\": \"rating\"}, LABELS | policy.kind | for reward.kind: rating",
            })
    void whatHasNoGradientIsRefused(String rest, String field, String instead) throws Exception {
        for (String kind : List.of("autoprompt", "soft-prompt")) {
            assertThat(invalid("{\"policy\": {\"kind\": \"%s\"}, %s}".formatted(kind, rest.replace("LABELS", LABELS))))
                    .singleElement()
                    .satisfies(error -> {
                        assertThat(error.field()).isEqualTo(field);
                        assertThat(error.message())
                                .startsWith("is " + kind)
                                .contains("write bayesian or rlprompt", instead);
                    });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"kind\": \"soft-prompt\", \"promptsPerRound\": 2, \"contendersPerRound\": 0 | policy.promptsPerRound | write 1 for kind: soft-prompt",
                "\"kind\": \"soft-prompt\", \"promptLength\": 17 | policy.promptLength | write at most 16 for kind: soft-prompt",
                "\"kind\": \"autoprompt\", \"promptLength\": 17 | policy.promptLength | write at most 16 for kind: autoprompt",
                "\"kind\": \"autoprompt\", \"contendersPerRound\": 15 | policy.contendersPerRound | leave at least 2 of the 16 prompts",
            })
    void settingsThatDoNotFitTheKindAreRefused(String policy, String field, String message) throws Exception {
        assertThat(invalid("{\"policy\": {%s}, %s}".formatted(policy, LABELS)))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.field()).isEqualTo(field);
                    assertThat(error.message()).contains(message);
                });
    }

    @Test
    void onlyTextsAreCalibrated() throws Exception {
        assertThat(invalid(
                        "{\"policy\": {\"kind\": \"soft-prompt\"}, \"calibration\": \"batch\", %s}".formatted(LABELS)))
                .extracting(FieldError::field)
                .containsExactly("calibration");
        valid("{\"policy\": {\"kind\": \"autoprompt\"}, \"calibration\": \"batch\", %s}".formatted(LABELS));
    }

    private Task valid(String json) throws Exception {
        return ((ParsedTask.Valid) parser.parse("t", JSON.readTree(json))).task();
    }

    private List<FieldError> invalid(String json) throws Exception {
        return ((ParsedTask.Invalid) parser.parse("t", JSON.readTree(json))).errors();
    }
}
