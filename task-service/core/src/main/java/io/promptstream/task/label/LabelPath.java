package io.promptstream.task.label;

import io.promptstream.task.label.LabelParser.Reading;
import io.promptstream.task.remote.reply.ChatReply.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tokens of an answer from that on in which its label begins, or from the first on where there are only blanks and marks
 * before the label: there the alternatives may begin a label too.
 */
record LabelPath(List<Step> steps) {

    /** Empty where the tokens do not spell the text. Reasoning may stand before it, and tokens at its end may be missing. */
    static Optional<LabelPath> find(List<Step> steps, Reading.Named named) {
        List<Integer> starts = new ArrayList<>();
        StringBuilder spelt = new StringBuilder();
        for (Step step : steps) {
            starts.add(spelt.length());
            spelt.append(LabelForm.normal(step.chosen().token()));
        }
        int begin = labelIn(spelt.toString(), named);
        if (begin < 0 || begin >= spelt.length()) {
            return Optional.empty();
        }
        int first = starts.size() - 1;
        while (starts.get(first) > begin) {
            first--;
        }
        if (hasWord(spelt.substring(starts.get(first), begin))) {
            return Optional.empty();
        }
        boolean nothingBefore = !hasWord(spelt.substring(0, begin));
        return Optional.of(new LabelPath(nothingBefore ? steps : steps.subList(first, steps.size())));
    }

    private static int labelIn(String spelt, Reading.Named named) {
        String text = named.text().strip();
        int at = named.at()
                - (named.text().length() - named.text().stripLeading().length());
        int whole = spelt.lastIndexOf(text);
        if (whole >= 0) {
            return whole + at;
        }
        String begun = spelt.strip();
        return begun.isEmpty() || !text.startsWith(begun)
                ? -1
                : at + spelt.length() - spelt.stripLeading().length();
    }

    private static boolean hasWord(String text) {
        return text.codePoints().anyMatch(WordBounds::isWord);
    }
}
