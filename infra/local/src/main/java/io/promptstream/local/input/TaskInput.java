package io.promptstream.local.input;

import io.promptstream.event.Label;
import io.promptstream.event.Task;
import io.promptstream.local.display.CommandException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An input of a task, from a file.
 *
 * @param number of its line in the file, from 1
 * @param context earlier turns of its conversation, oldest first
 * @param reference the desired answer as the task writes it; null where the file gives none
 */
public record TaskInput(
        long number,
        String text,
        List<String> context,
        Map<String, String> attributes,
        @Nullable String reference) {

    private static final int SHOWN = 10;

    public TaskInput {
        context = List.copyOf(context);
        attributes = Map.copyOf(attributes);
    }

    /** Reads a file in which the text stands where it usually does. */
    public static List<TaskInput> read(Path file, Task task, boolean referenced) {
        return read(file, new InputRules(labels(task), referenced));
    }

    /**
     * Reads a file of which every line must be good.
     *
     * @param rules by which every line needs a reference if answers are scored by one
     * @throws CommandException that lists the bad lines
     */
    public static List<TaskInput> read(Path file, InputRules rules) {
        var inputs = new ArrayList<TaskInput>();
        var mistakes = new ArrayList<String>();
        InputFile.open(file, rules).forEach(line -> {
            switch (line) {
                case InputLine.Good good -> {
                    if (rules.scoredByReference() && good.reference() == null) {
                        mistakes.add("line " + good.number() + ": " + lacks(rules.labels()));
                    } else {
                        inputs.add(new TaskInput(
                                good.number(), good.text(), good.context(), good.attributes(), good.reference()));
                    }
                }
                case InputLine.Bad bad -> mistakes.add("line " + bad.number() + ": " + bad.reason());
            }
        });
        if (!mistakes.isEmpty()) {
            throw new CommandException(file + " has " + mistakes.size()
                    + (mistakes.size() == 1 ? " bad line:\n  " : " bad lines:\n  ")
                    + String.join("\n  ", mistakes.subList(0, Math.min(SHOWN, mistakes.size())))
                    + (mistakes.size() > SHOWN ? "\n  and " + (mistakes.size() - SHOWN) + " more" : ""));
        }
        if (inputs.isEmpty()) {
            throw new CommandException(file + " has no input: write one a line below the header");
        }
        return inputs;
    }

    private static List<String> labels(Task task) {
        return task.getLabels().stream().map(Label::getName).toList();
    }

    private static String lacks(List<String> labels) {
        return labels.isEmpty()
                ? "has no reference; write the desired answer"
                : "has no label; write one of " + String.join(", ", labels);
    }
}
