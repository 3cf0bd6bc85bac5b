package io.promptstream.policy.learning;

import io.promptstream.event.Query;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a frozen language model makes of queries: the mean of its final hidden states over the last tokens of earlier turns and
 * text. One signed byte a number, so that the features of every explored query can travel with it; whoever reads them gets the
 * same numbers on any processor. Belongs to one thread.
 */
final class QueryFeatures {
    /** What comes before says little of what is asked now, and costs as much. */
    private static final int MOST_TOKENS = 64;

    private static final int MOST_CHARACTERS = 1024;
    private static final int MOST_REMEMBERED = 4096;
    /** Largest number that is told apart, in root mean squares: single states of GPT-2 are far larger than all others. */
    private static final double RANGE = 4;

    private final FrozenLanguageModel model;
    private final Map<String, ByteBuffer> lately = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

    QueryFeatures(FrozenLanguageModel model) {
        this.model = model;
    }

    /** Features of a query, as many bytes as the model is wide; not to be changed. */
    ByteBuffer of(Query query) {
        String text = text(query.getContext(), query.getText());
        ByteBuffer known = lately.get(text);
        if (known == null) {
            known = bytes(meanState(text));
            lately.put(text, known);
            if (lately.size() > MOST_REMEMBERED) {
                lately.remove(lately.keySet().iterator().next());
            }
        }
        return known.duplicate();
    }

    private static String text(List<String> turns, String text) {
        String all = turns.isEmpty() ? text : String.join("\n", turns) + "\n" + text;
        return all.substring(Math.max(0, all.length() - MOST_CHARACTERS));
    }

    private double[] meanState(String text) {
        int[] tokens = model.tokens(text);
        int length = Math.min(tokens.length, MOST_TOKENS);
        int[] read = new int[length + 1];
        read[0] = model.endOfTextToken();
        System.arraycopy(tokens, tokens.length - length, read, 1, length);
        float[][] states = model.hiddenStates(new int[][] {read})[0];
        double[] mean = new double[model.width()];
        // The first state is the same for all texts; of an empty one there is no other.
        for (int position = Math.min(1, length); position <= length; position++) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += states[position][i];
            }
        }
        return mean;
    }

    private static ByteBuffer bytes(double[] state) {
        double squares = 0;
        for (double value : state) {
            squares += value * value;
        }
        double unit = squares == 0 ? 1 : RANGE * Math.sqrt(squares / state.length) / Byte.MAX_VALUE;
        byte[] bytes = new byte[state.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.clamp(Math.round(state[i] / unit), -Byte.MAX_VALUE, Byte.MAX_VALUE);
        }
        return ByteBuffer.wrap(bytes);
    }

    /** The direction in which the features point: of length 1, or zeros. */
    static double[] direction(ByteBuffer features) {
        double[] direction = new double[features.remaining()];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = features.get(features.position() + i);
        }
        return Clusters.normalised(direction);
    }
}
