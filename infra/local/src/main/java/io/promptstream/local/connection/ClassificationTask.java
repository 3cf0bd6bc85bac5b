package io.promptstream.local.connection;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.display.CommandException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What the launcher needs to know of a registered classification task.
 *
 * @param template how input and prompt are put together
 * @param labels in the task's order
 * @param modelName name of the local task model
 * @param promptLength tokens of the policy's prompts
 * @param candidates how many words the policy chooses from; 0 for the whole vocabulary
 */
public record ClassificationTask(
        String id,
        String template,
        List<Label> labels,
        double correctScale,
        double incorrectScale,
        String modelName,
        int promptLength,
        int promptsPerRound,
        int queriesPerRound,
        int roundsInFlight,
        int candidates,
        long seed,
        List<String> handWrittenPrompts) {

    /** A class and the word that stands for it. */
    public record Label(String name, String verbalizer) {}

    public ClassificationTask {
        labels = List.copyOf(labels);
        handWrittenPrompts = List.copyOf(handWrittenPrompts);
    }

    /**
     * Reads what the policy service answers for a task.
     *
     * @throws CommandException if it is no classification task with a local model
     */
    public static ClassificationTask of(JsonNode task) {
        var id = task.path("id").asText();
        if (!task.path("kind").asText().equalsIgnoreCase("classification")
                || !task.path("taskModel").path("kind").asText("local").equalsIgnoreCase("local")) {
            throw new CommandException(
                    "Task " + id + " cannot be evaluated here: only classification with a local task model can;"
                            + " read the rewards of the others from the reward service");
        }
        var labels = new ArrayList<Label>();
        task.path("labels")
                .forEach(label -> labels.add(new Label(
                        label.path("name").asText(), label.path("verbalizer").asText())));
        var reward = task.path("reward");
        var policy = task.path("policy");
        return new ClassificationTask(
                id,
                task.path("template").asText(),
                labels,
                reward.path("correctScale").asDouble(),
                reward.path("incorrectScale").asDouble(),
                task.path("taskModel").path("name").asText(),
                policy.path("promptLength").asInt(),
                policy.path("promptsPerRound").asInt(),
                policy.path("queriesPerRound").asInt(),
                policy.path("roundsInFlight").asInt(),
                policy.path("candidates").asInt(),
                policy.path("seed").asLong(),
                StreamSupport.stream(task.path("handWrittenPrompts").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList());
    }

    public Set<String> labelNames() {
        var names = new LinkedHashSet<String>();
        labels.forEach(label -> names.add(label.name()));
        return names;
    }

    /** Position of a label among the task's. */
    public int indexOf(String label) {
        return labels.stream().map(Label::name).toList().indexOf(label);
    }
}
