package io.promptstream.benchmark.learning;

import io.promptstream.local.input.TaskInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Inputs to learn from and others to measure on.
 *
 * @param learning what prompts are tried on, and selected on
 * @param validation what they are measured on and nothing is selected on
 */
public record InputSplit(List<TaskInput> learning, List<TaskInput> validation) {

    public InputSplit {
        learning = List.copyOf(learning);
        validation = List.copyOf(validation);
    }

    /**
     * Splits at random.
     *
     * @param share of the inputs to learn from, above 0 and below 1
     * @param seed equal seeds split equal inputs equally
     */
    public static InputSplit of(List<TaskInput> inputs, double share, long seed) {
        int learning = (int) Math.round(inputs.size() * share);
        if (learning < 1 || learning >= inputs.size()) {
            throw new IllegalArgumentException("a share of " + share + " of " + inputs.size()
                    + " inputs leaves one side empty: write a number between 0 and 1, or take more inputs");
        }
        var shuffled = new ArrayList<>(inputs);
        Collections.shuffle(shuffled, new Random(seed));
        return new InputSplit(shuffled.subList(0, learning), shuffled.subList(learning, shuffled.size()));
    }
}
