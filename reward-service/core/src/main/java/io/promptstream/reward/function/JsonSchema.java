package io.promptstream.reward.function;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.format.AnswerSchema;
import java.util.Map;
import java.util.Optional;

/** Whether a generated text is JSON that a schema allows, in per cent; {@code parsed} says whether it is JSON at all. */
record JsonSchema(AnswerSchema schema) implements RewardFunction {

    @Override
    public Scoring score(TaskOutput output, Evidence evidence) {
        Optional<JsonNode> value = AnswerSchema.parsed(output.getText().orElse(""));
        boolean valid = value.filter(schema::allows).isPresent();
        return PerCent.scored(
                valid ? 1 : 0, Map.of("parsed", value.isPresent() ? 1.0 : 0, "valid", valid ? 1.0 : 0), valid, null);
    }

    @Override
    public Optional<String> objection(String reference, Task task) {
        return Optional.empty();
    }
}
