package io.promptstream.benchmark.rivals;

import io.promptstream.local.input.TaskInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Inputs to search on and inputs to select on, drawn from one file. */
record Shots(List<TaskInput> train, List<TaskInput> dev) {
    private static final int DEV_SHARE = 5;

    /**
     * Draws at random.
     *
     * @param shots of each label so many for either; null: all, a fifth of them to select on
     */
    static Shots split(List<TaskInput> inputs, @Nullable Integer shots, long seed) {
        var shuffled = new ArrayList<>(inputs);
        Collections.shuffle(shuffled, new Random(seed));
        if (shots == null) {
            int dev = Math.max(1, shuffled.size() / DEV_SHARE);
            return new Shots(shuffled.subList(dev, shuffled.size()), shuffled.subList(0, dev));
        }
        Map<String, List<TaskInput>> byLabel = new LinkedHashMap<>();
        shuffled.forEach(input -> byLabel.computeIfAbsent(String.valueOf(input.reference()), label -> new ArrayList<>())
                .add(input));
        var train = new ArrayList<TaskInput>();
        var dev = new ArrayList<TaskInput>();
        byLabel.values().forEach(alike -> {
            train.addAll(alike.subList(0, Math.min(shots, alike.size())));
            dev.addAll(alike.subList(Math.min(shots, alike.size()), Math.min(2 * shots, alike.size())));
        });
        return new Shots(train, dev);
    }
}
