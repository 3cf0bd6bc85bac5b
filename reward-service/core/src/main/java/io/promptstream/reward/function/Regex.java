package io.promptstream.reward.function;

import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.format.AnswerPattern;
import java.util.Map;
import java.util.Optional;

/** Whether a pattern is found in a generated text, in per cent; white space around the text does not count. */
record Regex(AnswerPattern pattern) implements RewardFunction {

    @Override
    public Scoring score(TaskOutput output, Evidence evidence) {
        boolean found = pattern.isFoundIn(output.getText().orElse("").strip());
        return PerCent.scored(found ? 1 : 0, Map.of("match", found ? 1.0 : 0), found, null);
    }

    @Override
    public Optional<String> objection(String reference, Task task) {
        return Optional.empty();
    }
}
