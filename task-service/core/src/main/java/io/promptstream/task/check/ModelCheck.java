package io.promptstream.task.check;

import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskProblem;
import io.promptstream.task.local.LocalModel;
import io.promptstream.task.model.Assignment;
import io.promptstream.task.remote.request.RemoteModelDefinition;
import io.promptstream.task.template.PromptTemplate;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Says what a task asks for that the model which is to answer it lacks or cannot do. */
public final class ModelCheck {
    private final Map<String, LocalModel> local;
    private final Predicate<String> variables;

    /**
     * @param local the local models by the names that tasks use
     * @param variables whether this process has an environment variable of that name with a value
     */
    public ModelCheck(Map<String, LocalModel> local, Predicate<String> variables) {
        this.local = Map.copyOf(local);
        this.variables = variables;
    }

    /**
     * What was found.
     *
     * @param modelId as outputs name the model; empty if there is no such model
     * @param problems empty if the model can answer the task
     */
    public record Finding(String modelId, List<TaskProblem> problems) {
        public Finding {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Checks a task; calls no endpoint.
     *
     * @param policyEmbeddings what identifies the embeddings of the policies' language model; empty: not known
     */
    public Finding check(Task task, String policyEmbeddings) {
        try {
            Assignment assignment = Assignment.of(task);
            new PromptTemplate(task.getTemplate());
            return switch (task.getTaskModel().getKind()) {
                case LOCAL -> checkLocal(task, assignment, policyEmbeddings);
                case OPENAI_COMPATIBLE ->
                    new Finding(task.getTaskModel().getName(), RemoteModelCheck.problems(task, assignment, variables));
                case UNKNOWN ->
                    new Finding(
                            "",
                            List.of(
                                    new TaskProblem(
                                            "taskModel.kind",
                                            "is unknown to the task service; write local or openai-compatible, or upgrade it")));
            };
        } catch (IllegalArgumentException e) {
            return new Finding("", List.of(problem(String.valueOf(e.getMessage()))));
        }
    }

    private Finding checkLocal(Task task, Assignment assignment, String policyEmbeddings) {
        TaskModelDefinition definition = task.getTaskModel();
        LocalModel model = local.get(definition.getName());
        if (model == null) {
            return new Finding(
                    "",
                    List.of(new TaskProblem(
                            "taskModel.name",
                            "is \"%s\", which no model of the task service is called; write one of %s, or add it to PROMPTSTREAM_MODELS"
                                    .formatted(definition.getName(), new TreeSet<>(local.keySet())))));
        }
        return new Finding(model.id(), model.problems(task, assignment, policyEmbeddings));
    }

    /** A message that begins with the path of a field, as {@link Assignment} and {@link RemoteModelDefinition} write them. */
    static TaskProblem problem(String message) {
        int end = message.indexOf(' ');
        String first = end < 0 ? "" : message.substring(0, end);
        return first.matches("kind|labels|template|taskModel(\\.\\w+)?")
                ? new TaskProblem(first, message.substring(end + 1))
                : new TaskProblem("", message);
    }
}
