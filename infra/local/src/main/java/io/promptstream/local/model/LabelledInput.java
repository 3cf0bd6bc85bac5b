package io.promptstream.local.model;

import io.promptstream.event.Label;
import io.promptstream.event.Task;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.input.InputFile;
import io.promptstream.local.input.InputLine;
import io.promptstream.local.input.InputRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An input whose right label is known.
 *
 * @param context earlier turns of its conversation, oldest first
 * @param label index of the label in the task's order
 */
public record LabelledInput(String text, List<String> context, int label) {

    private static final int SHOWN = 10;

    public LabelledInput {
        context = List.copyOf(context);
    }

    /** An input without earlier turns. */
    public LabelledInput(String text, int label) {
        this(text, List.of(), label);
    }

    /**
     * Reads a file of which every line must be good.
     *
     * @throws CommandException that lists the bad lines
     */
    public static List<LabelledInput> read(Path file, Task task) {
        var labels = task.getLabels().stream().map(Label::getName).toList();
        var inputs = new ArrayList<LabelledInput>();
        var mistakes = new ArrayList<String>();
        InputFile.open(file, new InputRules(labels, true)).forEach(line -> {
            switch (line) {
                case InputLine.Good good -> {
                    var reference = good.reference();
                    if (reference == null) {
                        mistakes.add(
                                "line " + good.number() + ": has no label; write one of " + String.join(", ", labels));
                    } else {
                        inputs.add(new LabelledInput(good.text(), good.context(), labels.indexOf(reference)));
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
}
