package io.promptstream.acceptance;

import io.promptstream.event.LabelScore;
import io.promptstream.event.Task;
import io.promptstream.local.input.TaskInput;
import io.promptstream.task.local.LoadedModel;
import io.promptstream.task.local.LocalModel;
import io.promptstream.task.model.Answer;
import io.promptstream.task.model.Assignment;
import io.promptstream.task.template.PromptTemplate;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** How many inputs a model in this process answers rightly, without any service: what figures of the system must agree with. */
final class ModelAccuracy {

    private ModelAccuracy() {}

    static double of(Path model, Task task, String prompt, List<TaskInput> inputs) {
        try (var loaded = LoadedModel.load(model)) {
            var local = new LocalModel("model", loaded);
            var template = new PromptTemplate(task.getTemplate());
            var renderings = inputs.stream()
                    .map(input -> template.render(input.text(), input.context(), prompt))
                    .toList();
            var answers = local.answer(Assignment.of(task), renderings);
            long right = 0;
            for (int at = 0; at < answers.size(); at++) {
                right += best(answers.get(at)).equals(inputs.get(at).reference()) ? 1 : 0;
            }
            return right / (double) inputs.size();
        }
    }

    private static String best(Answer answer) {
        return ((Answer.Labelled) answer)
                .scores().stream()
                        .max(Comparator.comparingDouble(LabelScore::getLogit))
                        .orElseThrow()
                        .getLabel();
    }
}
