package io.promptstream.local.evaluation;

/**
 * RLPrompt's reward of a classification (arXiv 2205.12548, section 3.1): the probability of the right label minus the
 * highest of the others, times a factor that depends on the sign. Raw: normalisation is a matter of learning.
 *
 * @param correctScale factor of a positive margin
 * @param incorrectScale factor of any other margin
 */
public record MarginReward(double correctScale, double incorrectScale) {

    public MarginReward {
        if (!(correctScale > 0) || !(incorrectScale > 0)) {
            throw new IllegalArgumentException("correctScale is " + correctScale + " and incorrectScale is "
                    + incorrectScale + ": write numbers above 0");
        }
    }

    /** The reward of one answer, from {@code -incorrectScale} to {@code correctScale}. */
    public double of(LabelScores scores) {
        var probabilities = scores.probabilities();
        double others = 0;
        for (int label = 0; label < probabilities.length; label++) {
            if (label != scores.reference()) {
                others = Math.max(others, probabilities[label]);
            }
        }
        double margin = probabilities[scores.reference()] - others;
        return margin * (margin > 0 ? correctScale : incorrectScale);
    }
}
