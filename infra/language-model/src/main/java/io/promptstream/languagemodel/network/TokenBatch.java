package io.promptstream.languagemodel.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.ArrayList;
import java.util.List;

/**
 * Sequences run together, padded on the right. Attention is causal, so the padding changes nothing before it.
 *
 * @param first index of the first sequence in the list that was split
 */
public record TokenBatch(int first, List<Tokens> sequences) {
    /** Bounds the memory of a call; beyond about a thousand tokens a call gains nothing. */
    private static final int PADDED_TOKENS = 2048;

    /** Cuts a list into batches, in order. */
    public static List<TokenBatch> split(List<Tokens> sequences) {
        List<TokenBatch> batches = new ArrayList<>();
        int first = 0;
        int longest = 0;
        for (int i = 0; i < sequences.size(); i++) {
            int longer = Math.max(longest, sequences.get(i).size());
            if (i > first && (i - first + 1) * longer > PADDED_TOKENS) {
                batches.add(new TokenBatch(first, sequences.subList(first, i)));
                first = i;
                longer = sequences.get(i).size();
            }
            longest = longer;
        }
        if (first < sequences.size()) {
            batches.add(new TokenBatch(first, sequences.subList(first, sequences.size())));
        }
        return batches;
    }

    public int length() {
        return sequences.stream().mapToInt(Tokens::size).max().orElse(0);
    }

    /** Token ids {@code (B, T)} int64. */
    public NDArray ids(NDManager manager) {
        int length = length();
        long[] ids = new long[sequences.size() * length];
        for (int row = 0; row < sequences.size(); row++) {
            for (int i = 0; i < sequences.get(row).size(); i++) {
                ids[row * length + i] = sequences.get(row).get(i);
            }
        }
        return manager.create(ids, new Shape(sequences.size(), length));
    }

    /** Last position of every sequence {@code (B)} int64. */
    public NDArray last(NDManager manager) {
        return manager.create(
                sequences.stream().mapToLong(sequence -> sequence.size() - 1L).toArray());
    }
}
