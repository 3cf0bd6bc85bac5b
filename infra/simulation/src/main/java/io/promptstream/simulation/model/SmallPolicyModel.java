package io.promptstream.simulation.model;

import io.promptstream.policy.learning.FrozenLanguageModel;
import java.util.SplittableRandom;

/** The model below the policies: a hidden state is the last one faded, and the token's random vector. */
public final class SmallPolicyModel implements FrozenLanguageModel {
    private static final int VOCABULARY = 24;
    private static final int WIDTH = 4;

    private final float[][] embedding = new float[VOCABULARY][WIDTH];

    public SmallPolicyModel() {
        SplittableRandom random = new SplittableRandom(7);
        for (float[] row : embedding) {
            for (int i = 0; i < WIDTH; i++) {
                row[i] = (float) random.nextDouble(-1, 1);
            }
        }
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int vocabularySize() {
        return VOCABULARY;
    }

    @Override
    public int endOfTextToken() {
        return 0;
    }

    @Override
    public float[][][] hiddenStates(int[][] sequences) {
        float[][][] states = new float[sequences.length][sequences[0].length][WIDTH];
        for (int n = 0; n < sequences.length; n++) {
            for (int t = 0; t < sequences[n].length; t++) {
                for (int i = 0; i < WIDTH; i++) {
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

    /** Words are letters. */
    @Override
    public String text(int... tokens) {
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            text.append(' ').append((char) ('a' + token));
        }
        return text.toString();
    }

    @Override
    public String fingerprint() {
        return "small";
    }
}
