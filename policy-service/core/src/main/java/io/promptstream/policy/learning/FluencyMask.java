package io.promptstream.policy.learning;

/** RLPrompt's optional mask: at each position only the frozen model's own most probable tokens stay. */
final class FluencyMask {
    private final OutputHead head;
    private final int topK;

    /** Keeps {@code topK} tokens; 0 masks nothing. */
    FluencyMask(OutputHead head, int topK) {
        this.head = head;
        this.topK = topK;
    }

    /** Masks logits {@code [n][size]} by the frozen model's states {@code [n][width]} at the same positions. */
    void apply(float[][] states, float[][] logits) {
        if (topK == 0) {
            return;
        }
        float[][] frozen = head.logits(states);
        for (int n = 0; n < states.length; n++) {
            mask(frozen[n], logits[n], -1);
        }
    }

    /** Masks both networks' logits alike; the tokens that were drawn, by index {@code [n]}, always stay. */
    void apply(float[][] states, int[] drawn, float[][] online, float[][] target) {
        if (topK == 0) {
            return;
        }
        float[][] frozen = head.logits(states);
        for (int n = 0; n < states.length; n++) {
            mask(frozen[n], online[n], drawn[n]);
            mask(frozen[n], target[n], drawn[n]);
        }
    }

    private void mask(float[] frozen, float[] logits, int kept) {
        float threshold = TopTokens.threshold(frozen, topK);
        for (int v = 0; v < logits.length; v++) {
            if (frozen[v] < threshold && v != kept) {
                logits[v] = OutputHead.MASKED;
            }
        }
    }
}
