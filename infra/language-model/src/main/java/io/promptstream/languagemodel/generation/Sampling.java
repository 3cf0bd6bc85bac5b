package io.promptstream.languagemodel.generation;

/** How the next token is chosen. */
public sealed interface Sampling {

    /** The most probable token; the smaller id of two equals. */
    record Greedy() implements Sampling {}

    /**
     * Drawn from the softmax of the {@code topK} highest logits, divided by {@code temperature}.
     *
     * @param seed equal seeds draw equal tokens, whatever else is in the batch
     */
    record TopK(double temperature, int topK, long seed) implements Sampling {
        public TopK {
            if (!(temperature > 0)) {
                throw new IllegalArgumentException(
                        "temperature is %s: write a positive number, or choose Greedy".formatted(temperature));
            }
            if (topK < 1) {
                throw new IllegalArgumentException("topK is %d: write a positive number".formatted(topK));
            }
        }
    }
}
