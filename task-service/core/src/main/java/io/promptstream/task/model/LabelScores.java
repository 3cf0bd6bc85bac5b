package io.promptstream.task.model;

import io.promptstream.event.Label;
import io.promptstream.event.LabelScore;
import java.util.ArrayList;
import java.util.List;

/** Softmax over the labels of a task. */
public final class LabelScores {
    private LabelScores() {}

    /**
     * The logits with the probabilities that they amount to among themselves.
     *
     * @param logits one finite logit per label, in the same order; any common shift is harmless
     */
    public static List<LabelScore> of(List<Label> labels, double[] logits) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            if (!Double.isFinite(logit)) {
                throw new ArithmeticException(
                        "the model returned a label logit of %s: check its weights".formatted(logit));
            }
            highest = Math.max(highest, logit);
        }
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit - highest);
        }
        List<LabelScore> scores = new ArrayList<>(logits.length);
        for (int i = 0; i < logits.length; i++) {
            scores.add(new LabelScore(labels.get(i).getName(), logits[i], Math.exp(logits[i] - highest) / sum));
        }
        return scores;
    }

    /**
     * The scores with something taken off each of them.
     *
     * @param shift what is taken off each label's logit; one of another length than the scores takes nothing off
     */
    public static List<LabelScore> shifted(List<LabelScore> scores, List<Float> shift) {
        if (shift.size() != scores.size()) {
            return scores;
        }
        double[] logits = new double[scores.size()];
        List<Label> labels = new ArrayList<>(logits.length);
        for (int i = 0; i < logits.length; i++) {
            logits[i] = scores.get(i).getLogit() - shift.get(i);
            labels.add(new Label(scores.get(i).getLabel(), ""));
        }
        return of(labels, logits);
    }
}
