package io.promptstream.languagemodel.softprompt;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.promptstream.languagemodel.network.FloatRows;
import io.promptstream.languagemodel.network.Gpt2Network;
import io.promptstream.languagemodel.network.TokenBatch;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.ArrayList;
import java.util.List;

/** Scores candidates behind prompts that are embeddings; the prompts of one call have equally many rows. */
public final class SoftPromptScorer {
    private final Gpt2Network network;
    private final NDManager manager;
    private final int width;

    public SoftPromptScorer(Gpt2Network network, NDManager manager, int width) {
        this.network = network;
        this.manager = manager;
        this.width = width;
    }

    /** Logits {@code [slot][candidate]}. */
    public float[][] score(List<PromptSlot> slots, Tokens candidates) {
        float[][] logits = new float[slots.size()][];
        for (TokenBatch batch : batches(slots)) {
            try (NDManager call = manager.newSubManager()) {
                NDList result = network.call("prompted_logits", arguments(of(batch, slots), candidates, batch, call));
                float[] values = result.singletonOrThrow().toFloatArray();
                int rows = batch.sequences().size();
                System.arraycopy(FloatRows.cut(values, 0, rows, candidates.size()), 0, logits, batch.first(), rows);
            }
        }
        return logits;
    }

    /**
     * The same logits, each with the gradient of its cross-entropy.
     *
     * @param labels for each slot the index of the right candidate
     */
    public List<PromptGradient> gradients(List<PromptSlot> slots, Tokens candidates, int[] labels) {
        List<PromptGradient> gradients = new ArrayList<>(slots.size());
        for (TokenBatch batch : batches(slots)) {
            try (NDManager call = manager.newSubManager()) {
                NDList arguments = arguments(of(batch, slots), candidates, batch, call);
                long[] right = new long[batch.sequences().size()];
                for (int row = 0; row < right.length; row++) {
                    right[row] = labels[batch.first() + row];
                }
                arguments.add(call.create(right));
                NDList result = network.callWithGradients("prompt_gradients", arguments);
                int size = slots.getFirst().prompt().length;
                float[][] logits = FloatRows.cut(result.get(0).toFloatArray(), 0, right.length, candidates.size());
                float[][] rows = FloatRows.cut(result.get(1).toFloatArray(), 0, right.length, size);
                for (int row = 0; row < right.length; row++) {
                    gradients.add(new PromptGradient(logits[row], rows[row]));
                }
            }
        }
        return gradients;
    }

    private List<TokenBatch> batches(List<PromptSlot> slots) {
        return TokenBatch.split(slots.stream().map(slot -> slot.tokens(width)).toList());
    }

    private static List<PromptSlot> of(TokenBatch batch, List<PromptSlot> slots) {
        return slots.subList(batch.first(), batch.first() + batch.sequences().size());
    }

    private NDList arguments(List<PromptSlot> slots, Tokens candidates, TokenBatch batch, NDManager call) {
        long[] starts = slots.stream().mapToLong(slot -> slot.before().size()).toArray();
        int size = slots.getFirst().prompt().length;
        float[][] prompts = slots.stream().map(PromptSlot::prompt).toArray(float[][]::new);
        return new NDList(
                batch.ids(call),
                call.create(starts),
                batch.last(call),
                call.create(FloatRows.join(prompts, size), new Shape(slots.size(), size / width, width)),
                call.create(candidates.stream().asLongStream().toArray()));
    }
}
