package io.promptstream.policy.learning;

import java.util.Random;

/** A tiny frozen model for tests: the state is a decaying sum of random token vectors. Token 0 ends a text. */
public final class RecurrentLanguageModel implements FrozenLanguageModel {
    private final int width;
    private final float[][] embedding;

    public RecurrentLanguageModel(int vocabularySize, int width, long seed) {
        this.width = width;
        this.embedding = new float[vocabularySize][width];
        Random random = new Random(seed);
        for (float[] row : embedding) {
            for (int i = 0; i < width; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int vocabularySize() {
        return embedding.length;
    }

    @Override
    public int endOfTextToken() {
        return 0;
    }

    @Override
    public float[][][] hiddenStates(int[][] sequences) {
        float[][][] states = new float[sequences.length][sequences[0].length][width];
        for (int n = 0; n < sequences.length; n++) {
            for (int t = 0; t < sequences[n].length; t++) {
                for (int i = 0; i < width; i++) {
                    float before = t == 0 ? 0 : states[n][t - 1][i];
                    states[n][t][i] = 0.5f * before + embedding[sequences[n][t]][i];
                }
            }
        }
        return states;
    }

    @Override
    public float[][] outputEmbedding() {
        return embedding;
    }

    /** Words {@code w1}, {@code w2}, written as letters. */
    @Override
    public String text(int... tokens) {
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            text.append(' ').append(word(token));
        }
        return text.toString();
    }

    static String word(int token) {
        return "w"
                + Integer.toString(token, 10)
                        .chars()
                        .mapToObj(digit -> String.valueOf((char) ('a' + digit - '0')))
                        .reduce("", String::concat);
    }

    @Override
    public String fingerprint() {
        return "recurrent-%d-%d".formatted(embedding.length, width);
    }
}
