package io.promptstream.benchmark.rewards;

import io.promptstream.local.display.CommandException;
import io.promptstream.local.input.InputRules;
import io.promptstream.local.input.TaskInput;
import io.promptstream.local.task.TaskFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A kind of reward, and inputs on which the bundled model can earn it: those that a sample streams. */
enum Experiment {
    EXACT_MATCH("assistant-queries", Reference.WORD),
    TOKEN_F1("assistant-queries", Reference.WORD),
    ROUGE_L("assistant-queries", Reference.WORD),
    EMBEDDING_SIMILARITY("assistant-queries", Reference.WORD),
    REGEX("assistant-queries", Reference.NONE),
    JSON_SCHEMA("assistant-queries", Reference.NONE),
    LENGTH("assistant-queries", Reference.NONE),
    STYLE("product-opinions", Reference.NONE),
    STYLE_TRANSFER("product-opinions", Reference.INPUT),
    FLUENCY("assistant-queries", Reference.NONE),
    WEIGHTED_SUM("assistant-queries", Reference.WORD),
    LOG_PROBABILITY("product-opinions", Reference.LABEL);

    private final String sample;
    private final Reference reference;

    /** What answers are compared with. */
    private enum Reference {
        /** The word that stands for the input's label. */
        WORD,
        /** The input itself. */
        INPUT,
        LABEL,
        NONE
    }

    Experiment(String sample, Reference reference) {
        this.sample = sample;
        this.reference = reference;
    }

    /** As its task is called, and the task's file. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Experiment of(String id) {
        for (var experiment : values()) {
            if (experiment.id().equals(id)) {
                return experiment;
            }
        }
        throw new CommandException("There is no experiment '" + id + "': write one of "
                + List.of(values()).stream().map(Experiment::id).collect(Collectors.joining(", ")));
    }

    /** The inputs, with the references of this experiment. */
    List<TaskInput> inputs(Path samples) {
        var sampleTask = TaskFile.read(samples.resolve(sample + ".yaml"));
        Map<String, String> words = new HashMap<>();
        sampleTask
                .content()
                .path("labels")
                .forEach(label -> words.put(
                        label.path("name").asText(), label.path("verbalizer").asText()));
        return TaskInput.read(samples.resolve(sample + ".train.tsv"), new InputRules(List.copyOf(words.keySet()), true))
                .stream()
                .map(input -> new TaskInput(
                        input.number(),
                        input.text(),
                        input.context(),
                        input.attributes(),
                        switch (reference) {
                            case WORD -> words.get(input.reference());
                            case INPUT -> input.text();
                            case LABEL -> input.reference();
                            case NONE -> null;
                        }))
                .toList();
    }
}
