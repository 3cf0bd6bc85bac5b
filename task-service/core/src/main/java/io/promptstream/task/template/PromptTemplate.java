package io.promptstream.task.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an input and a prompt are put together: text with one {@code {input}} and one {@code {prompt}}.
 *
 * <p>Where the input comes first, everything before the prompt is the {@link Rendering#prefix()} and can be computed once
 * for all prompts. White space before the prompt goes to the suffix, because in byte-level vocabularies a blank belongs
 * to the token of the word behind it.
 *
 * <p>What the template says itself is marked, so that special tokens in it are tokens, and in input and prompt never.
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
        Parts parts = new Parts();
        if (promptAt < inputAt) {
            parts.template(text.substring(0, promptAt));
            parts.data(prompt);
            parts.template(text.substring(promptAt + PROMPT.length(), inputAt));
            parts.data(whole);
            parts.template(text.substring(inputAt + INPUT.length()));
            return parts.cutAt(0);
        }
        parts.template(text.substring(0, inputAt));
        parts.data(whole);
        parts.template(text.substring(inputAt + INPUT.length(), promptAt));
        int end = parts.text.toString().stripTrailing().length();
        parts.data(prompt);
        parts.template(text.substring(promptAt + PROMPT.length()));
        if (parts.text.substring(end).isBlank()) {
            parts.text.setLength(end);
            return parts.cutAt(0);
        }
        return parts.cutAt(end);
    }

    /**
     * Puts the input in its place and leaves that of the prompt free, for prompts that are no text. White space before the
     * prompt is dropped, as it would be part of the prompt's first token.
     *
     * @param context earlier turns, oldest first
     */
    public Surroundings around(String input, List<String> context) {
        String whole = withContext(input, context);
        int promptAt = text.indexOf(PROMPT);
        Rendering.Part before = filled(text.substring(0, promptAt), whole).part();
        return new Surroundings(
                before.until(before.text().stripTrailing().length()),
                filled(text.substring(promptAt + PROMPT.length()), whole).part());
    }

    /**
     * Puts all in their places as {@link #render}, and says where the prompt is.
     *
     * @param embedding what is read in the prompt's place; empty: its text is
     * @param gradientLabel name of the label whose loss is differentiated
     */
    public Rendering render(
            String input, List<String> context, String prompt, List<Float> embedding, Optional<String> gradientLabel) {
        return render(input, context, prompt)
                .at(new PromptPlace(around(input, context), separator() + prompt, embedding, gradientLabel));
    }

    /** The white space that the template has before the prompt. */
    public String separator() {
        String before = text.substring(0, text.indexOf(PROMPT));
        return before.substring(before.stripTrailing().length());
    }

    private static Parts filled(String part, String input) {
        Parts parts = new Parts();
        int inputAt = part.indexOf(INPUT);
        if (inputAt < 0) {
            parts.template(part);
        } else {
            parts.template(part.substring(0, inputAt));
            parts.data(input);
            parts.template(part.substring(inputAt + INPUT.length()));
        }
        return parts;
    }

    /** A text that grows, with what of it is the template's own. */
    private static final class Parts {
        private final StringBuilder text = new StringBuilder();
        private final List<Rendering.Range> template = new ArrayList<>();

        void template(String part) {
            if (!part.isEmpty()) {
                template.add(new Rendering.Range(text.length(), text.length() + part.length()));
                text.append(part);
            }
        }

        void data(String part) {
            text.append(part);
        }

        Rendering.Part part() {
            return new Rendering.Part(text.toString(), List.copyOf(template));
        }

        Rendering cutAt(int end) {
            return new Rendering(text.substring(0, end), text.substring(end), template, Optional.empty());
        }
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
