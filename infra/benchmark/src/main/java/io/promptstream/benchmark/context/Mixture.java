package io.promptstream.benchmark.context;

import io.promptstream.local.input.InputRules;
import io.promptstream.local.input.TaskInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Inputs of two kinds in one stream, as many of each and of each label, joined from the shipped samples.
 *
 * @param task its file, from the project's folder on
 * @param requests the task's label for each of the assistant sample's; inputs of others are left out
 * @param opinions the same for the opinions
 */
record Mixture(String task, Map<String, String> requests, Map<String, String> opinions) {
    /** Told apart by urgency: requests about money are urgent, and complaints are. */
    private static final Mixture TRIAGE = new Mixture(
            "infra/benchmark/src/main/suite/triage.yaml",
            Map.of("banking", "high", "credit_cards", "high", "kitchen_and_dining", "low", "travel", "low"),
            Map.of("negative", "high", "positive", "low"));

    /** Each with its own labels. */
    private static final Mixture QUERIES_AND_OPINIONS = new Mixture(
            "infra/benchmark/src/main/drift/queries-and-opinions.yaml",
            same(
                    "banking",
                    "credit_cards",
                    "kitchen_and_dining",
                    "home",
                    "auto_and_commute",
                    "travel",
                    "utility",
                    "work",
                    "small_talk",
                    "meta"),
            same("negative", "positive"));

    private static Map<String, String> same(String... labels) {
        return List.of(labels).stream().collect(Collectors.toMap(label -> label, label -> label));
    }

    /** The mixture of that name; empty for a sample without mixture. */
    static Optional<Mixture> of(String name) {
        return switch (name) {
            case "triage" -> Optional.of(TRIAGE);
            case "queries-and-opinions" -> Optional.of(QUERIES_AND_OPINIONS);
            default -> Optional.empty();
        };
    }

    /**
     * The inputs.
     *
     * @param samples folder of the samples
     * @param part {@code train} or {@code test}
     */
    List<TaskInput> inputs(Path samples, String part) {
        var ofRequests = renamed(samples.resolve("assistant-queries." + part + ".tsv"), requests);
        var ofOpinions = renamed(samples.resolve("product-opinions." + part + ".tsv"), opinions);
        var all = new ArrayList<>(ofRequests);
        for (var label : opinions.values()) {
            ofOpinions.stream()
                    .filter(opinion -> label.equals(opinion.reference()))
                    .limit(ofRequests.size() / opinions.size())
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
