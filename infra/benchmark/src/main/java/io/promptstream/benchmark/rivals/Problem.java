package io.promptstream.benchmark.rivals;

import io.promptstream.benchmark.learning.ScoreTable;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.Task;
import io.promptstream.local.input.TaskInput;
import io.promptstream.local.task.TaskFile;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.schemas.GradientPolicies;
import java.util.ArrayList;
import java.util.List;

/**
 * What a method is given.
 *
 * @param file the task as it is written, for methods that change its policy
 * @param train inputs to search on
 * @param dev inputs to select on
 * @param language the policy's language model
 * @param taskLanguage the task model as a policy's, for policies that learn by its gradients
 * @param scores what the task model says; only {@link CountedModel} and the policies, which count for themselves, may ask it
 */
record Problem(
        TaskFile file,
        Task task,
        List<TaskInput> train,
        List<TaskInput> dev,
        FrozenLanguageModel language,
        FrozenLanguageModel taskLanguage,
        ScoreTable scores) {

    Problem {
        train = List.copyOf(train);
        dev = List.copyOf(dev);
    }

    /** The language model of a policy of this kind: those that work by gradients need the task model's own. */
    FrozenLanguageModel languageOf(PolicyKind kind) {
        return GradientPolicies.include(kind) ? taskLanguage : language;
    }

    /** All inputs whose references may be seen. */
    List<TaskInput> stream() {
        var all = new ArrayList<>(train);
        all.addAll(dev);
        return all;
    }
}
