package io.promptstream.task.model;

import java.util.ArrayList;
import java.util.List;

/**
 * How an input and a prompt are put together: text with one {@code {input}} and one {@code {prompt}}.
 *
 * <p>Where the input comes first, everything before the prompt is the {@link Rendering#prefix()} and can be computed once
 * for all prompts. White space before the prompt goes to the suffix, because in byte-level vocabularies a blank belongs
 * to the token of the word behind it.
 */
public record PromptTemplate(String text) {
    private static final String INPUT = "{input}";
    private static final String PROMPT = "{prompt}";

    public PromptTemplate {
        requireOnce(text, INPUT);
        requireOnce(text, PROMPT);
    }

    /**
     * Puts the input, preceded by the earlier turns of its conversation on lines of their own, and the prompt in their
     * places. Braces inside them have no meaning. An empty prompt leaves the input alone.
     *
     * @param context earlier turns, oldest first
     * @throws IllegalArgumentException if the whole is empty
     */
    public Rendering render(String input, List<String> context, String prompt) {
        String whole = withContext(input, context);
        int inputAt = text.indexOf(INPUT);
        int promptAt = text.indexOf(PROMPT);
        if (promptAt < inputAt) {
            return new Rendering(
                    "",
                    text.substring(0, promptAt)
                            + prompt
                            + text.substring(promptAt + PROMPT.length(), inputAt)
                            + whole
                            + text.substring(inputAt + INPUT.length()));
        }
        String before = text.substring(0, inputAt) + whole + text.substring(inputAt + INPUT.length(), promptAt);
        int end = before.stripTrailing().length();
        String suffix = before.substring(end) + prompt + text.substring(promptAt + PROMPT.length());
        return suffix.isBlank()
                ? new Rendering("", before.substring(0, end))
                : new Rendering(before.substring(0, end), suffix);
    }

    private static String withContext(String input, List<String> context) {
        if (context.isEmpty()) {
            return input;
        }
        List<String> turns = new ArrayList<>(context);
        turns.add(input);
        return String.join("\n", turns);
    }

    private static void requireOnce(String text, String mark) {
        int first = text.indexOf(mark);
        if (first < 0 || text.indexOf(mark, first + 1) >= 0) {
            throw new IllegalArgumentException(
                    "template \"%s\" must hold %s exactly once, as in \"{input} {prompt}\"".formatted(text, mark));
        }
    }
}
