package io.promptstream.benchmark.rivals;

import io.promptstream.benchmark.learning.ScoreTable;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.Task;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.input.TaskInput;
import io.promptstream.local.task.TaskFile;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.schemas.GradientPolicies;
import io.promptstream.task.local.WhiteBox;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a method is given.
 *
 * @param file the task as it is written, for methods that change its policy
 * @param train inputs to search on
 * @param dev inputs to select on
 * @param language the policy's language model
 * @param taskLanguage the task model as a policy's; null where it is none
 * @param box the task model seen through; null where it cannot be
 * @param scores what the task model says; only {@link CountedModel} and the policies, which count for themselves, may ask it
 */
record Problem(
        TaskFile file,
        Task task,
        List<TaskInput> train,
        List<TaskInput> dev,
        FrozenLanguageModel language,
        @Nullable FrozenLanguageModel taskLanguage,
        @Nullable WhiteBox box,
        ScoreTable scores) {

    Problem {
        train = List.copyOf(train);
        dev = List.copyOf(dev);
    }

    /**
     * The task model seen through.
     *
     * @throws CommandException if it cannot be
     */
    WhiteBox openBox() {
        if (box == null) {
            throw new CommandException(
                    "Task " + task.getTaskId() + " has no labels, or a model that gives no gradients:"
                            + " leave out the methods that work by gradients");
        }
        return box;
    }

    /** The language model of a policy of this kind: those that work by gradients need the task model's own. */
    FrozenLanguageModel languageOf(PolicyKind kind) {
        return GradientPolicies.include(kind) ? Objects.requireNonNull(taskLanguage) : language;
    }

    /** All inputs whose references may be seen. */
    List<TaskInput> stream() {
        var all = new ArrayList<>(train);
        all.addAll(dev);
        return all;
    }
}
