package io.promptstream.reward.function;

import io.promptstream.event.RewardDefinition;
import io.promptstream.event.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The functions of tasks, each made once for a definition: some take time to make. For one thread. */
public final class RewardFunctions {
    private final Map<String, Made> functions = new HashMap<>();

    private record Made(RewardDefinition definition, Optional<RewardFunction> function) {}

    /** The function that the task declares; empty for a definition that this version cannot apply. */
    public Optional<RewardFunction> of(Task task) {
        RewardDefinition definition = task.getReward();
        Made made = functions.get(task.getTaskId());
        if (made == null || !made.definition().equals(definition)) {
            made = new Made(definition, RewardFunction.of(definition));
            functions.put(task.getTaskId(), made);
        }
        return made.function();
    }
}
