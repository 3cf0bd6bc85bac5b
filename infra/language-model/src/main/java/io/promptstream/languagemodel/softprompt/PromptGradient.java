package io.promptstream.languagemodel.softprompt;

/** The answer behind a prompt of embeddings, and how its cross-entropy changes with them. */
public final class PromptGradient {
    private final float[] logits;
    private final float[] gradient;

    public PromptGradient(float[] logits, float[] gradient) {
        this.logits = logits;
        this.gradient = gradient;
    }

    /** Of the candidates. */
    public float[] logits() {
        return logits;
    }

    /** Of −log p(right candidate), in nats, where the probability is shared among the candidates; row by row. */
    public float[] gradient() {
        return gradient;
    }
}
