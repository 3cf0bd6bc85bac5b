package io.promptstream.task.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the reasoning off that some models put before their answers, in tags such as {@code <think>}, and the marks of the
 * model's own chat format behind them.
 */
final class AnswerText {
    private static final String TAG = "(?:think|thinking|thought|thoughts|reasoning)";
    private static final Pattern OPENING = Pattern.compile("^\\s*(?:<|\\[|◁)" + TAG + "(?:>|\\]|▷)", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOSING = Pattern.compile("(?:</|\\[/|◁/)" + TAG + "(?:>|\\]|▷)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ANY_OPENING = Pattern.compile("(?:<|\\[|◁)" + TAG + "(?:>|\\]|▷)", Pattern.CASE_INSENSITIVE);
    private static final String FINAL_CHANNEL = "<|channel|>final<|message|>";
    private static final Pattern END_MARKS =
            Pattern.compile("(?:\\s|<\\|(?:im_end|eot_id|endoftext|end|return|end_of_text)\\|>|</s>|<end_of_turn>)+$");

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
        Matcher end = END_MARKS.matcher(answer);
        return end.find() && !end.group().isBlank() ? answer.substring(0, end.start()) : answer;
    }

    private static String withoutTags(String text) {
        String rest = text;
        Matcher closing = CLOSING.matcher(rest);
        while (closing.find()) {
            boolean reasoningBefore = OPENING.matcher(rest).find()
                    || !ANY_OPENING.matcher(rest.substring(0, closing.start())).find();
            if (!reasoningBefore) {
                return rest;
            }
            rest = rest.substring(closing.end());
            closing = CLOSING.matcher(rest);
        }
        return OPENING.matcher(rest).find() ? "" : rest;
    }
}
