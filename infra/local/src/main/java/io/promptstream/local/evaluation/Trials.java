package io.promptstream.local.evaluation;

import io.promptstream.event.LabelScore;
import io.promptstream.event.Reward;
import io.promptstream.event.TaskOutput;
import io.promptstream.local.input.TaskInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What has come of an evaluation's proposals so far. Belongs to one thread. */
final class Trials {

    private final List<String> labels;
    private final List<TaskInput> inputs;
    private final @Nullable Trial[][] settled;
    private final Map<String, Open> open = new HashMap<>();
    private final TreeSet<String> models = new TreeSet<>();
    private long done;

    /** A proposal that waits for its output, its reward or both. */
    private static final class Open {

        private final int prompt;
        private final int input;
        private @Nullable TaskOutput output;
        private @Nullable Reward reward;

        Open(int prompt, int input) {
            this.prompt = prompt;
            this.input = input;
        }
    }

    /** @param labels of the task, in its order; none where it writes text */
    Trials(List<String> labels, int prompts, List<TaskInput> inputs) {
        this.labels = List.copyOf(labels);
        this.inputs = List.copyOf(inputs);
        this.settled = new Trial[prompts][inputs.size()];
    }

    /** Begins to wait for the proposals of a query that is being sent. */
    void expect(EvaluationQueries.Part part, int input) {
        for (int place = 0; place < part.prompts(); place++) {
            open.put(part.proposalId(place), new Open(part.firstPrompt() + place, input));
        }
    }

    /** The query cannot be sent. */
    void refuse(EvaluationQueries.Part part, int input, String reason) {
        for (int place = 0; place < part.prompts(); place++) {
            settle(part.firstPrompt() + place, input, Trial.failed(label(input), reason));
        }
    }

    /** Takes an output; whether it was waited for. */
    boolean take(TaskOutput output) {
        var waiting = open.get(output.getProposalId());
        if (waiting == null) {
            return false;
        }
        models.add(output.getModelId());
        waiting.output = output;
        return settleIfComplete(output.getProposalId(), waiting);
    }

    /** Takes a reward; whether it was waited for. */
    boolean take(Reward reward) {
        var waiting = open.get(reward.getProposalId());
        if (waiting == null) {
            return false;
        }
        waiting.reward = reward;
        return settleIfComplete(reward.getProposalId(), waiting);
    }

    /** Proposals that are waited for. */
    int waiting() {
        return open.size();
    }

    /** Proposals of which all is known. */
    long done() {
        return done;
    }

    /** The models that answered, by name and what identifies their weights. */
    String models() {
        return models.stream()
                .filter(id -> !id.isBlank())
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }

    /** What is waited for, in words. */
    String missing(List<String> prompts) {
        long unanswered =
                open.values().stream().filter(waiting -> waiting.output == null).count();
        long unrewarded = open.size() - unanswered;
        var example = open.values().stream()
                .min((one, other) -> Integer.compare(one.input, other.input))
                .orElseThrow();
        var parts = new ArrayList<String>();
        if (unanswered > 0) {
            parts.add(unanswered + (unanswered == 1 ? " answer" : " answers"));
        }
        if (unrewarded > 0) {
            parts.add(unrewarded + (unrewarded == 1 ? " reward" : " rewards"));
        }
        return String.join(" and ", parts) + (open.size() == 1 ? " is" : " are") + " missing, such as that of \""
                + prompts.get(example.prompt) + "\" on line "
                + inputs.get(example.input).number();
    }

    /** Of the prompt at this place, in the order of the inputs; all are there when nothing is waited for. */
    List<Trial> of(int prompt) {
        return Arrays.stream(settled[prompt]).map(Objects::requireNonNull).toList();
    }

    private boolean settleIfComplete(String proposalId, Open waiting) {
        var output = waiting.output;
        var reward = waiting.reward;
        if (output != null && reward != null) {
            open.remove(proposalId);
            settle(waiting.prompt, waiting.input, trial(output, reward, label(waiting.input)));
        }
        return true;
    }

    private void settle(int prompt, int input, Trial trial) {
        settled[prompt][input] = trial;
        done++;
    }

    private int label(int input) {
        return labels.indexOf(inputs.get(input).reference());
    }

    private static Trial trial(TaskOutput output, Reward reward, int label) {
        var logits = output.getScores().stream().map(LabelScore::getLogit).toList();
        var failure = output.getFailure()
                .map(failed -> failed.getCode() + ": " + failed.getMessage())
                .or(() -> reward.getFailure().map(code -> code + ": the answer has no reward"))
                .orElse(null);
        return new Trial(
                label,
                logits,
                reward.getValue().orElse(null),
                failure == null ? reward.getCorrect().orElse(null) : null,
                reward.getComponents(),
                failure);
    }
}
