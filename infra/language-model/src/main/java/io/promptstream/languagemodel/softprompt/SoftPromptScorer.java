package io.promptstream.languagemodel.softprompt;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.promptstream.languagemodel.network.FloatRows;
import io.promptstream.languagemodel.network.Gpt2Network;
import io.promptstream.languagemodel.network.TokenBatch;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.List;

/** Scores candidates behind a prompt that is a matrix {@code [length][width]} of embeddings without positions. */
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
    public float[][] score(float[][] prompt, List<PromptSlot> slots, Tokens candidates) {
        float[][] logits = new float[slots.size()][];
        for (TokenBatch batch : batches(prompt, slots)) {
            try (NDManager call = manager.newSubManager()) {
                NDList result = network.call("prompted_logits", arguments(prompt, slots, candidates, batch, call));
                place(result.singletonOrThrow().toFloatArray(), batch, candidates.size(), logits);
            }
        }
        return logits;
    }

    /**
     * The same logits, and the gradient of their mean cross-entropy.
     *
     * @param labels for each slot the index of the right candidate
     */
    public PromptGradient gradient(float[][] prompt, List<PromptSlot> slots, Tokens candidates, int[] labels) {
        float[][] logits = new float[slots.size()][];
        float[] sum = new float[prompt.length * width];
        for (TokenBatch batch : batches(prompt, slots)) {
            try (NDManager call = manager.newSubManager()) {
                NDList arguments = arguments(prompt, slots, candidates, batch, call);
                long[] right = new long[batch.sequences().size()];
                for (int row = 0; row < right.length; row++) {
                    right[row] = labels[batch.first() + row];
                }
                arguments.add(call.create(right));
                NDList result = network.callWithGradients("prompt_gradient", arguments);
                place(result.get(0).toFloatArray(), batch, candidates.size(), logits);
                float[] part = result.get(1).toFloatArray();
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += part[i];
                }
            }
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= slots.size();
        }
        return new PromptGradient(logits, labels, FloatRows.cut(sum, 0, prompt.length, width));
    }

    private static List<TokenBatch> batches(float[][] prompt, List<PromptSlot> slots) {
        return TokenBatch.split(
                slots.stream().map(slot -> slot.with(prompt.length)).toList());
    }

    private NDList arguments(
            float[][] prompt, List<PromptSlot> slots, Tokens candidates, TokenBatch batch, NDManager call) {
        long[] starts = slots
                .subList(batch.first(), batch.first() + batch.sequences().size())
                .stream()
                .mapToLong(slot -> slot.before().size())
                .toArray();
        return new NDList(
                batch.ids(call),
                call.create(starts),
                batch.last(call),
                call.create(FloatRows.join(prompt, width), new Shape(prompt.length, width)),
                call.create(candidates.stream().asLongStream().toArray()));
    }

    private static void place(float[] values, TokenBatch batch, int candidates, float[][] logits) {
        int rows = batch.sequences().size();
        System.arraycopy(FloatRows.cut(values, 0, rows, candidates), 0, logits, batch.first(), rows);
    }
}
