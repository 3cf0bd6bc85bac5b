package io.promptstream.task.check;

import io.promptstream.event.Label;
import io.promptstream.event.Task;
import io.promptstream.event.TaskProblem;
import io.promptstream.task.label.LabelForm;
import io.promptstream.task.model.Assignment;
import io.promptstream.task.remote.request.RemoteModelDefinition;
import io.promptstream.task.remote.request.RequestHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What can be said of a task for a remote model without calling it. */
final class RemoteModelCheck {
    /** Format characters, such as zero-width spaces, and white space around. */
    private static final Pattern UNSEEN = Pattern.compile("\\p{Cf}|^[\\s\\p{Z}]+|[\\s\\p{Z}]+$");

    private RemoteModelCheck() {}

    /** @param variables whether this process has an environment variable of that name with a value */
    static List<TaskProblem> problems(Task task, Assignment assignment, Predicate<String> variables) {
        List<TaskProblem> problems = new ArrayList<>();
        try {
            RemoteModelDefinition definition = RemoteModelDefinition.of(task.getTaskModel());
            definition.apiKeyVariable().ifPresent(variable -> check("apiKeyVariable", variable, variables, problems));
            RequestHeaders.variables(definition.request())
                    .forEach(variable -> check("headers", variable, variables, problems));
        } catch (IllegalArgumentException e) {
            problems.add(ofEndpoint(String.valueOf(e.getMessage())));
        }
        switch (assignment) {
            case Assignment.Classification classification -> problems.addAll(labels(classification.labels()));
            case Assignment.Generation generation -> {}
        }
        return List.copyOf(problems);
    }

    private static void check(String field, String variable, Predicate<String> variables, List<TaskProblem> problems) {
        if (!variables.test(variable)) {
            problems.add(new TaskProblem(
                    "taskModel." + field,
                    "is %s, which is not set in the environment of the task service; set it there and start it again, or name another"
                            .formatted(variable)));
        }
    }

    private static TaskProblem ofEndpoint(String message) {
        TaskProblem problem = ModelCheck.problem(message);
        return problem.getField().isEmpty()
                ? new TaskProblem(
                        "taskModel.url", "is no URL (%s); write one such as https://host/v1".formatted(message))
                : problem;
    }

    /** An answer names a label by its verbalizer or its name, whatever the case: a word may stand for one label only. */
    private static List<TaskProblem> labels(List<Label> labels) {
        List<TaskProblem> problems = new ArrayList<>();
        Map<String, Label> taken = new HashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            Label label = labels.get(i);
            String verbalizer = normal(label.getVerbalizer());
            if (verbalizer.isEmpty()) {
                problems.add(new TaskProblem(
                        "labels[%d].verbalizer".formatted(i),
                        "is \"%s\", of which nothing can be seen; write a word".formatted(label.getVerbalizer())));
            }
            Set<String> words = new HashSet<>(List.of(verbalizer, normal(label.getName())));
            for (String word : words) {
                Label other = taken.putIfAbsent(word, label);
                if (other != null) {
                    problems.add(new TaskProblem(
                            "labels[%d].verbalizer".formatted(i),
                            "is \"%s\", which in an answer cannot be told apart from \"%s\", the verbalizer of label \"%s\"; write words that differ in more than case and form"
                                    .formatted(label.getVerbalizer(), other.getVerbalizer(), other.getName())));
                    break;
                }
            }
        }
        return problems;
    }

    private static String normal(String word) {
        return LabelForm.joined(UNSEEN.matcher(LabelForm.normal(word)).replaceAll(""));
    }
}
