package io.promptstream.policy.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicySettingTest {
    private static final Path PAGE = Path.of("..", "docs", "tasks.md");

    @Test
    void thePageOfTasksHasTheTable() throws IOException {
        // Given
        ObjectNode classification = defaults(OutputKind.CLASSIFICATION);
        ObjectNode generation = defaults(OutputKind.GENERATION);

        // When
        List<String> rows = Arrays.stream(PolicySetting.values())
                .map(setting -> "| `policy.%s` | %s | %s |"
                        .formatted(
                                setting.label(),
                                byDefault(classification.get(setting.label()), generation.get(setting.label())),
                                setting.description()))
                .toList();

        // Then
        assertThat(Files.readAllLines(PAGE).stream()
                        .filter(line -> line.startsWith("| `policy."))
                        .toList())
                .as("rows of docs/tasks.md; replace them by these")
                .isEqualTo(rows);
    }

    @Test
    void everySettingIsReadAsItIsWritten() {
        // Given
        ObjectNode written = defaults(OutputKind.CLASSIFICATION);
        written.put("promptLength", 7).put("roundAge", "PT2M").put("normalisation", "query");
        written.put("learningRate", 0.5)
                .put("logitBias", -3.0)
                .put("seed", 1L << 40)
                .put("kind", "fixed");

        // When
        PolicyDefinition read = PolicyParser.parse(
                JsonFields.of("policy", written, new ArrayList<>()),
                OutputKind.CLASSIFICATION,
                PolicyKind.BAYESIAN,
                false,
                4096);

        // Then
        assertThat(TaskJson.policy(read)).isEqualTo(written);
    }

    private static ObjectNode defaults(OutputKind output) {
        return TaskJson.policy(PolicyParser.parse(
                JsonFields.of("policy", JsonNodeFactory.instance.objectNode(), new ArrayList<>()),
                output,
                PolicyKind.BAYESIAN,
                false,
                4096));
    }

    private static String byDefault(JsonNode classification, JsonNode generation) {
        return classification.equals(generation)
                ? text(classification)
                : "%s; %s for generation".formatted(text(classification), text(generation));
    }

    private static String text(JsonNode value) {
        if (value.isTextual()) {
            return "`%s`".formatted(value.textValue());
        }
        return value.isDouble() && value.doubleValue() == value.longValue()
                ? Long.toString(value.longValue())
                : value.asText();
    }
}
