package io.promptstream.benchmark.rivals;

/** A prompt that is no text: embeddings in the place of tokens. */
final class SoftPrompt {
    private final float[][] rows;

    /** @param rows {@code [length][width]}, not changed any more */
    SoftPrompt(float[][] rows) {
        this.rows = rows;
    }

    float[][] rows() {
        return rows;
    }

    /** Its shape: such as {@code soft prompt 5×192}. */
    @Override
    public String toString() {
        return "soft prompt " + rows.length + "×" + rows[0].length;
    }
}
