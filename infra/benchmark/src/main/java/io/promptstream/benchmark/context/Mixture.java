package io.promptstream.benchmark.context;

import io.promptstream.local.input.InputRules;
import io.promptstream.local.input.TaskInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Messages of two kinds to be told apart by urgency, joined from the shipped samples: requests, of which those about money are
 * urgent, and opinions, of which complaints are. As many of each kind, and of each urgency.
 */
final class Mixture {
    static final List<String> LABELS = List.of("high", "low");
    private static final Map<String, String> REQUESTS =
            Map.of("banking", "high", "credit_cards", "high", "kitchen_and_dining", "low", "travel", "low");
    private static final Map<String, String> OPINIONS = Map.of("negative", "high", "positive", "low");

    private Mixture() {}

    /**
     * The messages.
     *
     * @param samples folder of the samples
     * @param part {@code train} or {@code test}
     */
    static List<TaskInput> read(Path samples, String part) {
        var requests = renamed(samples.resolve("assistant-queries." + part + ".tsv"), REQUESTS);
        var opinions = renamed(samples.resolve("product-opinions." + part + ".tsv"), OPINIONS);
        var all = new ArrayList<>(requests);
        for (var label : LABELS) {
            opinions.stream()
                    .filter(opinion -> label.equals(opinion.reference()))
                    .limit(requests.size() / 2)
                    .forEach(all::add);
        }
        return all;
    }

    private static List<TaskInput> renamed(Path file, Map<String, String> names) {
        return TaskInput.read(file, new InputRules(List.of(), true, "text")).stream()
                .filter(input -> input.reference() != null && names.containsKey(input.reference()))
                .map(input -> new TaskInput(
                        input.number(),
                        input.text(),
                        input.context(),
                        input.attributes(),
                        names.get(input.reference())))
                .toList();
    }
}
