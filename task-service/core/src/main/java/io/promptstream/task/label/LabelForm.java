package io.promptstream.task.label;

import io.promptstream.event.Label;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A word or words by which an answer names a label: its verbalizer, or its name. Compared after NFKC and in lower case; blanks,
 * hyphens and underscores between letters or digits are the same.
 *
 * @param label position of the label
 * @param text normal form with a blank for every such separator
 * @param pattern finds it in text that is normal but for the separators
 */
public record LabelForm(int label, String text, Pattern pattern) {
    private static final String SEPARATORS = "[\\s_\\-\\u2010\\u2011]+";
    private static final Pattern BETWEEN_WORDS =
            Pattern.compile("(?<=[\\p{L}\\p{M}\\p{N}])" + SEPARATORS + "(?=[\\p{L}\\p{N}])");

    /** The forms of all labels, verbalizers first. */
    static List<LabelForm> of(List<Label> labels) {
        List<LabelForm> forms = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            add(forms, i, labels.get(i).getVerbalizer());
        }
        for (int i = 0; i < labels.size(); i++) {
            add(forms, i, labels.get(i).getName());
        }
        return forms;
    }

    private static void add(List<LabelForm> forms, int label, String word) {
        String text = joined(normal(word).strip());
        if (text.isEmpty() || forms.stream().anyMatch(form -> form.text.equals(text))) {
            return;
        }
        String words = Stream.of(BETWEEN_WORDS.split(normal(word).strip(), -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(SEPARATORS));
        forms.add(new LabelForm(label, text, Pattern.compile(words)));
    }

    /** Compatibility forms folded, in lower case. */
    public static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /** With one blank for each separator between letters or digits. */
    public static String joined(String normal) {
        return BETWEEN_WORDS.matcher(normal).replaceAll(" ");
    }

    /** Every place where the form stands as words of its own. */
    List<LabelMention> mentions(String normal) {
        List<LabelMention> mentions = new ArrayList<>();
        Matcher matcher = pattern.matcher(normal);
        int from = 0;
        while (from <= normal.length() && matcher.find(from)) {
            if (WordBounds.around(normal, matcher.start(), matcher.end())) {
                mentions.add(new LabelMention(label, matcher.start(), matcher.end()));
            }
            from = matcher.start() + 1;
        }
        return mentions;
    }
}
