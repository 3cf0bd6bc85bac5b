package io.promptstream.task.remote.reply;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the reasoning off that some models put before their answers, in tags such as {@code <think>}, and the marks of the
 * model's own chat format behind them.
 */
final class AnswerText {
    private static final String TAG = "(?:think|thinking|thought|thoughts|reasoning)";
    private static final Pattern OPENING =
            Pattern.compile("^\\s*(?:<|\\[|◁)" + TAG + "(?:>|\\]|▷)", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOSING =
            Pattern.compile("(?:</|\\[/|◁/)" + TAG + "(?:>|\\]|▷)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ANY_OPENING =
            Pattern.compile("(?:<|\\[|◁)" + TAG + "(?:>|\\]|▷)", Pattern.CASE_INSENSITIVE);
    private static final String FINAL_CHANNEL = "<|channel|>final<|message|>";
    private static final List<String> END_MARKS = List.of(
            "<|im_end|>",
            "<|eot_id|>",
            "<|endoftext|>",
            "<|end_of_text|>",
            "<|end|>",
            "<|return|>",
            "</s>",
            "<end_of_turn>");

    /** A model that continues reasoning in block after block has no answer. */
    private static final int MOST_BLOCKS = 20;

    private AnswerText() {}

    /**
     * The answer alone; empty if there is nothing but reasoning. Tags in the middle of an answer are part of it.
     */
    static String withoutReasoning(String text) {
        String answer = text;
        int channel = answer.lastIndexOf(FINAL_CHANNEL);
        if (channel >= 0) {
            answer = answer.substring(channel + FINAL_CHANNEL.length());
        }
        answer = withoutTags(answer);
        return withoutEndMarks(answer);
    }

    private static String withoutEndMarks(String text) {
        int end = text.length();
        for (Optional<String> mark = markBefore(text, end); mark.isPresent(); mark = markBefore(text, end)) {
            end = text.lastIndexOf(mark.get(), end - 1);
        }
        return text.substring(0, end);
    }

    private static Optional<String> markBefore(String text, int end) {
        int bare = end;
        while (bare > 0 && Character.isWhitespace(text.charAt(bare - 1))) {
            bare--;
        }
        int last = bare;
        return END_MARKS.stream()
                .filter(mark -> text.startsWith(mark, last - mark.length()))
                .findFirst();
    }

    private static String withoutTags(String text) {
        String rest = text;
        for (int block = 0; block < MOST_BLOCKS; block++) {
            Matcher closing = CLOSING.matcher(rest);
            if (!closing.find()) {
                break;
            }
            boolean reasoningBefore = OPENING.matcher(rest).lookingAt()
                    || !ANY_OPENING.matcher(rest.substring(0, closing.start())).find();
            if (!reasoningBefore) {
                return rest;
            }
            rest = rest.substring(closing.end());
        }
        return OPENING.matcher(rest).lookingAt() ? "" : rest;
    }
}
