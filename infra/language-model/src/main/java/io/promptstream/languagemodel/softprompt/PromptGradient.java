package io.promptstream.languagemodel.softprompt;

/** The answers behind a prompt, and how their mean cross-entropy changes with the prompt's embeddings. */
public final class PromptGradient {
    private final float[][] logits;
    private final double loss;
    private final float[][] gradient;

    PromptGradient(float[][] logits, double loss, float[][] gradient) {
        this.logits = logits;
        this.loss = loss;
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
}
