package io.promptstream.reward.function;

import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.Excerpt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Overlap of a generated text with the reference text, in per cent: 100 times the harmonic mean of precision and recall
 * over their words, each word counted as often as it stands there (SQuAD, arXiv 1606.05250, section 6.1). Words are
 * those of {@link Words}.
 */
record TokenF1() implements RewardFunction {
    private static final double PER_CENT = 100;

    @Override
    public Scoring score(TaskOutput output, Evidence evidence) {
        String reference = evidence.reference();
        if (reference == null) {
            return new Scoring.Unreferenced();
        }
        List<String> expected = Words.of(reference);
        if (expected.isEmpty()) {
            return new Scoring.UnusableReference(noWords(reference));
        }
        List<String> answered = Words.of(output.getText().orElse(""));
        int common = common(answered, expected);
        double precision = answered.isEmpty() ? 0 : (double) common / answered.size();
        double recall = (double) common / expected.size();
        double f1 = common == 0 ? 0 : 2 * precision * recall / (precision + recall);
        return new Scoring.Scored(
                PER_CENT * f1,
                Map.of("precision", precision, "recall", recall, "scale", PER_CENT),
                answered.equals(expected),
                reference);
    }

    @Override
    public Optional<String> objection(String reference, Task task) {
        return Words.of(reference).isEmpty() ? Optional.of(noWords(reference)) : Optional.empty();
    }

    private static String noWords(String reference) {
        return "the reference \"" + Excerpt.of(reference) + "\" has no words; write a text";
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
}
