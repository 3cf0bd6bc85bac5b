package io.promptstream.languagemodel.softprompt;

/** The answers behind a prompt, and how their mean cross-entropy changes with the prompt's embeddings. */
public final class PromptGradient {
    private final float[][] logits;
    private final double loss;
    private final float[][] gradient;

    /**
     * The gradient of the mean loss over the inputs.
     *
     * @param labels for each input the index of the right candidate
     */
    public PromptGradient(float[][] logits, int[] labels, float[][] gradient) {
        this.logits = logits;
        this.loss = loss(logits, labels);
        this.gradient = gradient;
    }

    /** Of the candidates, {@code [input][candidate]}. */
    public float[][] logits() {
        return logits;
    }

    /** Mean over the inputs of −log p(right candidate), in nats, where the probability is shared among the candidates. */
    public double loss() {
        return loss;
    }

    /** Of the loss, {@code [length][width]}. */
    public float[][] gradient() {
        return gradient;
    }

    private static double loss(float[][] logits, int[] labels) {
        double loss = 0;
        for (int slot = 0; slot < logits.length; slot++) {
            double highest = Double.NEGATIVE_INFINITY;
            for (float logit : logits[slot]) {
                highest = Math.max(highest, (double) logit);
            }
            double sum = 0;
            for (float logit : logits[slot]) {
                sum += Math.exp((double) logit - highest);
            }
            loss += highest + Math.log(sum) - (double) logits[slot][labels[slot]];
        }
        return loss / logits.length;
    }
}
