package io.promptstream.task.label;

import io.promptstream.event.Label;
import io.promptstream.task.remote.reply.ReplyExcerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads which label an answer names.
 *
 * <p>A label is named where its verbalizer or its name stands as words of their own ({@link WordBounds}), in any letter case;
 * of names inside one another only the longest counts. One behind a negation is not named. Where several labels are, the
 * one counts that is a line or a sentence by itself or stands alone behind a colon, as in {@code Answer: card}. What is
 * ambiguous after that is no answer: a guess would teach the policy noise.
 */
final class LabelParser {
    private static final int LONGEST_PART = 2000;

    private LabelParser() {}

    /** What was found. */
    sealed interface Reading {
        /**
         * One label.
         *
         * @param at where it stands in {@code text}
         * @param text the normal form of the answer
         */
        record Named(int label, int at, String text) implements Reading {}

        /**
         * None.
         *
         * @param reason why no label could be read, with the first part of the text
         */
        record Unclear(String reason) implements Reading {}
    }

    /** @param cutOff whether the text ends where its allowance of tokens did */
    static Reading read(String answer, List<Label> labels, List<LabelForm> forms, boolean cutOff) {
        String text = LabelForm.normal(beginningAndEnd(answer));
        List<LabelMention> all = longest(forms, text);
        List<LabelMention> named =
                all.stream().filter(mention -> !mention.isDenied(text)).toList();
        Set<Integer> distinct = labels(named);
        if (distinct.isEmpty()) {
            return unclear(
                    all.isEmpty()
                            ? "names none of the task's labels"
                            : "only says which of the task's labels it is not",
                    answer,
                    cutOff);
        }
        List<LabelMention> alone =
                named.stream().filter(mention -> mention.standsAlone(text)).toList();
        if (distinct.size() > 1 && labels(alone).size() != 1) {
            String names =
                    distinct.stream().map(label -> labels.get(label).getName()).collect(Collectors.joining(", "));
            return unclear("names several of the task's labels (%s)".formatted(names), answer, cutOff);
        }
        LabelMention found = alone.isEmpty() ? named.getFirst() : alone.getLast();
        if (cutOff && mayGoOn(found, text, forms)) {
            return unclear("ends where another of the task's labels may continue", answer, true);
        }
        return new Reading.Named(found.label(), found.start(), text);
    }

    /** Of an answer that is far too long for a label, where one may stand. */
    private static String beginningAndEnd(String answer) {
        return answer.length() <= 2 * LONGEST_PART
                ? answer
                : answer.substring(0, LONGEST_PART) + "\n" + answer.substring(answer.length() - LONGEST_PART);
    }

    private static Reading.Unclear unclear(String what, String answer, boolean cutOff) {
        String more = cutOff ? " (finish_reason length: it was cut off, raise taskModel.maxTokens)" : "";
        return new Reading.Unclear("the reply %s%s: \"%s\"".formatted(what, more, ReplyExcerpt.of(answer)));
    }

    private static List<LabelMention> longest(List<LabelForm> forms, String text) {
        List<LabelMention> mentions = new ArrayList<>();
        forms.forEach(form -> mentions.addAll(form.mentions(text)));
        return mentions.stream()
                .filter(mention -> mentions.stream().noneMatch(other -> other.contains(mention)))
                .sorted((a, b) -> Integer.compare(a.start(), b.start()))
                .toList();
    }

    private static Set<Integer> labels(List<LabelMention> mentions) {
        return mentions.stream().map(LabelMention::label).collect(Collectors.toSet());
    }

    private static boolean mayGoOn(LabelMention found, String text, List<LabelForm> forms) {
        String rest = LabelForm.joined(text.substring(found.start()).strip());
        return forms.stream()
                .anyMatch(form -> form.label() != found.label()
                        && form.text().length() > rest.length()
                        && form.text().startsWith(rest));
    }
}
