package io.promptstream.reward.scoring;

import io.promptstream.event.TaskOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Overlap of a generated text with the reference text, in per cent: 100 times the harmonic mean of precision and recall
 * over their words, each word counted as often as it stands there (SQuAD, arXiv 1606.05250, section 6.1). Words are runs
 * of letters and digits in lower case.
 */
record TokenF1() implements RewardFunction {
    private static final double PER_CENT = 100;

    @Override
    public Scoring score(TaskOutput output, Evidence evidence) {
        String reference = evidence.reference();
        if (reference == null) {
            return new Scoring.Unreferenced();
        }
        List<String> expected = words(reference);
        if (expected.isEmpty()) {
            return new Scoring.Unscorable("the reference \"" + reference + "\" has no words; write a text");
        }
        List<String> answered = words(output.getText().orElse(""));
        int common = common(answered, expected);
        double precision = answered.isEmpty() ? 0 : (double) common / answered.size();
        double recall = (double) common / expected.size();
        double f1 = common == 0 ? 0 : 2 * precision * recall / (precision + recall);
        return new Scoring.Scored(
                PER_CENT * f1,
                Map.of("precision", precision, "recall", recall, "scale", PER_CENT),
                answered.equals(expected));
    }

    private static int common(List<String> answered, List<String> expected) {
        Map<String, Integer> left = new HashMap<>();
        expected.forEach(word -> left.merge(word, 1, Integer::sum));
        int common = 0;
        for (String word : answered) {
            int count = left.getOrDefault(word, 0);
            if (count > 0) {
                common++;
                left.put(word, count - 1);
            }
        }
        return common;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
