package io.promptstream.reward.function;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.Excerpt;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a generated text is the reference text, in per cent. Both are taken in Unicode's compatibility form with case
 * folded (NFKC_Casefold), white space between words as one blank and around the text as none; punctuation counts.
 */
record ExactMatch() implements RewardFunction {
    private static final UnicodeSet WHITE_SPACE = new UnicodeSet("[:White_Space:]").freeze();

    @Override
    public Scoring score(TaskOutput output, Evidence evidence) {
        String reference = evidence.reference();
        if (reference == null) {
            return new Scoring.Unreferenced();
        }
        String expected = folded(reference);
        if (expected.isEmpty()) {
            return new Scoring.UnusableReference(empty(reference));
        }
        boolean same = folded(output.getText().orElse("")).equals(expected);
        return PerCent.scored(same ? 1 : 0, Map.of("match", same ? 1.0 : 0), same, reference);
    }

    @Override
    public Optional<String> objection(String reference, Task task) {
        return folded(reference).isEmpty() ? Optional.of(empty(reference)) : Optional.empty();
    }

    private static String empty(String reference) {
        return "the reference \"" + Excerpt.of(reference) + "\" is empty; write a text";
    }

    private static String folded(String text) {
        String folded = Normalizer2.getNFKCCasefoldInstance().normalize(text);
        StringBuilder joined = new StringBuilder(folded.length());
        folded.codePoints().forEach(codePoint -> {
            if (!WHITE_SPACE.contains(codePoint)) {
                joined.appendCodePoint(codePoint);
            } else if (!joined.isEmpty() && joined.charAt(joined.length() - 1) != ' ') {
                joined.append(' ');
            }
        });
        return joined.toString().stripTrailing();
    }
}
