package io.promptstream.reward.function;

import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.Excerpt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntBiFunction;

/** Rewards by the {@link Words} that an answer has in common with the reference: harmonic mean of precision and recall. */
final class WordOverlap {
    private WordOverlap() {}

    /**
     * Scores an answer.
     *
     * @param common how many words the answer, first, has in common with the reference
     */
    static Scoring score(TaskOutput output, Evidence evidence, ToIntBiFunction<List<String>, List<String>> common) {
        String reference = evidence.reference();
        if (reference == null) {
            return new Scoring.Unreferenced();
        }
        List<String> expected = Words.of(reference);
        if (expected.isEmpty()) {
            return new Scoring.UnusableReference(noWords(reference));
        }
        List<String> answered = Words.of(output.getText().orElse(""));
        int both = common.applyAsInt(answered, expected);
        double precision = answered.isEmpty() ? 0 : (double) both / answered.size();
        double recall = (double) both / expected.size();
        double share = both == 0 ? 0 : 2 * precision * recall / (precision + recall);
        return PerCent.scored(
                share, Map.of("precision", precision, "recall", recall), answered.equals(expected), reference);
    }

    /** Why nothing can be compared with the reference; empty where something can. */
    static Optional<String> objection(String reference) {
        return Words.of(reference).isEmpty() ? Optional.of(noWords(reference)) : Optional.empty();
    }

    private static String noWords(String reference) {
        return "the reference \"" + Excerpt.of(reference) + "\" has no words; write a text";
    }
}
