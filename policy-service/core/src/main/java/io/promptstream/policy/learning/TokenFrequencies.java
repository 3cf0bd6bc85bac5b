package io.promptstream.policy.learning;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The sum of a model's next-token distributions over texts that it writes itself. */
final class TokenFrequencies {
    private static final int TEXTS = 64;
    private static final int LENGTH = 16;

    private TokenFrequencies() {}

    /** As {@link FrozenLanguageModel#tokenFrequencies}. */
    static double[] of(FrozenLanguageModel model, long seed) {
        SplitMix random = new SplitMix(seed);
        OutputHead head =
                new OutputHead(IntStream.range(0, model.vocabularySize()).toArray(), model.outputEmbedding(), 0f);
        double[] frequency = new double[model.vocabularySize()];
        int[][] texts = new int[TEXTS][];
        Arrays.setAll(texts, text -> new int[] {model.endOfTextToken()});
        for (int t = 0; t < LENGTH; t++) {
            float[][][] states = model.hiddenStates(texts);
            for (int text = 0; text < TEXTS; text++) {
                float[] probabilities = head.logits(new float[][] {states[text][t]})[0];
                OutputHead.softmax(probabilities);
                for (int token = 0; token < probabilities.length; token++) {
                    frequency[token] += probabilities[token];
                }
                texts[text] = append(texts[text], draw(probabilities, random.nextDouble()));
            }
        }
        return frequency;
    }

    private static int draw(float[] probabilities, double uniform) {
        double remaining = uniform;
        for (int token = 0; token < probabilities.length; token++) {
            remaining -= probabilities[token];
            if (remaining < 0) {
                return token;
            }
        }
        return probabilities.length - 1;
    }

    private static int[] append(int[] tokens, int token) {
        int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
        longer[tokens.length] = token;
        return longer;
    }
}
