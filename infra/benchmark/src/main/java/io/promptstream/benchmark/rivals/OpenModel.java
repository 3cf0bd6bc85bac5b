package io.promptstream.benchmark.rivals;

import io.promptstream.local.evaluation.Measures;
import io.promptstream.local.input.TaskInput;
import io.promptstream.task.local.WhiteBox;
import java.util.List;

/**
 * The task model seen through, for methods that work by gradients. An answer to embeddings is a call like any other; a gradient is
 * three for each input: one for its answer, two for the pass back, which multiplies twice as many matrices.
 */
final class OpenModel {
    private static final int BACKWARD = 2;

    private final SoftTrials trials;
    private final CountedModel counted;

    /** @throws io.promptstream.local.display.CommandException if the task's model cannot be seen through */
    OpenModel(Problem problem, CountedModel counted) {
        this.trials = new SoftTrials(problem.task(), problem.openBox());
        this.counted = counted;
    }

    /** Calls that a gradient over so many inputs takes. */
    static long calls(int inputs) {
        return (1L + BACKWARD) * inputs;
    }

    /** How good a prompt is on all of the inputs. */
    Measures measure(SoftPrompt prompt, List<TaskInput> inputs) {
        var measures = trials.measure(prompt, inputs);
        var reward = measures.reward();
        counted.count(inputs.size(), reward == null ? 0 : reward * inputs.size());
        return measures;
    }

    /** The gradient of the loss over the inputs, all of which have a label of the task as their reference. */
    WhiteBox.Gradient gradient(float[][] prompt, List<TaskInput> inputs) {
        var labels = trials.labels();
        var gradient = trials.box()
                .gradient(
                        prompt,
                        inputs.stream().map(trials::slot).toList(),
                        inputs.stream()
                                .mapToInt(input -> labels.indexOf(input.reference()))
                                .toArray());
        double earned = trials.trials(inputs, trials.box().answers(gradient.logits())).stream()
                .mapToDouble(CountedModel::reward)
                .sum();
        counted.count(inputs.size(), earned);
        counted.spend((long) BACKWARD * inputs.size());
        return gradient;
    }
}
