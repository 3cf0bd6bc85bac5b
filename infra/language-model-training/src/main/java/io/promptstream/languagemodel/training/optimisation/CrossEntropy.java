package io.promptstream.languagemodel.training.optimisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import io.promptstream.languagemodel.training.data.Batch;
import java.util.Arrays;

/**
 * Cross-entropy of the tied output layer, differentiated by hand: with {@code p = softmax(h E^T)} the gradient is {@code (p - y) E} for
 * {@code h} and {@code (p - y)^T h} for {@code E}. It goes through the positions in slices, so that a slice's scores over the whole
 * vocabulary stay in the processor's cache and are never stored for a backward pass.
 */
final class CrossEntropy {

    private static final int SLICE = 256;
    private static final float SMALLEST_PROBABILITY = 1e-30f;

    private final NDArray embedding;
    private final Batch batch;
    private final float scale;
    private double loss;

    /**
     * @param embedding {@code (V, d)}
     * @param scale factor on the gradients, not on the loss
     */
    CrossEntropy(NDArray embedding, Batch batch, float scale) {
        this.embedding = embedding.stopGradient();
        this.batch = batch;
        this.scale = scale;
    }

    /** The weighted sum of the loss, once {@link #measure} or {@link #gradient} has run. */
    double loss() {
        return loss;
    }

    /** @param hidden {@code (rows * length, d)} */
    void measure(NDArray hidden) {
        NDArray states = hidden.stopGradient();
        for (int from = 0; from < batch.targets().length; from += SLICE) {
            try (NDManager local = hidden.getManager().newSubManager()) {
                probabilities(local, states, from);
            }
        }
    }

    /**
     * Measures the loss and differentiates it.
     *
     * @param hidden {@code (rows * length, d)}
     * @param gradient flat vector to which the gradient of the embedding is added, from {@code offset} on
     * @return gradient with respect to {@code hidden}, in its manager
     */
    NDArray gradient(NDArray hidden, float[] gradient, int offset) {
        NDArray states = hidden.stopGradient();
        NDManager manager = hidden.getManager();
        NDList hiddenGradients = new NDList();
        NDArray embeddingGradient = manager.zeros(embedding.getShape());
        for (int from = 0; from < batch.targets().length; from += SLICE) {
            try (NDManager local = manager.newSubManager()) {
                NDArray probabilities = probabilities(local, states, from);
                NDArray weights = local.create(scaledWeights(from), new Shape(to(from) - from, 1));
                NDArray weighted = states.get(local, range(from)).mul(weights);
                NDArray expected = probabilities.matMul(embedding);
                NDArray wanted = local.create(targets(from))
                        .getNDArrayInternal()
                        .embedding(local.create(targets(from)), embedding, SparseFormat.DENSE)
                        .singletonOrThrow();
                NDArray hiddenGradient = expected.sub(wanted).mul(weights);
                hiddenGradient.attach(manager);
                hiddenGradients.add(hiddenGradient);
                embeddingGradient.addi(probabilities.transpose().matMul(weighted));
                subtractRows(weighted.toFloatArray(), from, gradient, offset);
            }
        }
        float[] all = embeddingGradient.toFloatArray();
        for (int i = 0; i < all.length; i++) {
            gradient[offset + i] += all[i];
        }
        return NDArrays.concat(hiddenGradients);
    }

    private NDArray probabilities(NDManager local, NDArray states, int from) {
        NDArray probabilities =
                states.get(local, range(from)).matMul(embedding.transpose()).softmax(-1);
        NDArray targets = local.create(targets(from), new Shape(to(from) - from, 1));
        float[] told = probabilities.gather(targets, 1).toFloatArray();
        for (int i = 0; i < told.length; i++) {
            loss -= batch.weights()[from + i] * Math.log(Math.max(told[i], SMALLEST_PROBABILITY));
        }
        return probabilities;
    }

    private void subtractRows(float[] weighted, int from, float[] gradient, int offset) {
        int width = (int) embedding.getShape().get(1);
        for (int row = 0; row < weighted.length / width; row++) {
            int start = offset + batch.targets()[from + row] * width;
            for (int i = 0; i < width; i++) {
                gradient[start + i] -= weighted[row * width + i];
            }
        }
    }

    private float[] scaledWeights(int from) {
        float[] weights = Arrays.copyOfRange(batch.weights(), from, to(from));
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= scale;
        }
        return weights;
    }

    private long[] targets(int from) {
        return Arrays.stream(batch.targets(), from, to(from)).asLongStream().toArray();
    }

    private NDIndex range(int from) {
        return new NDIndex().addSliceDim(from, to(from));
    }

    private int to(int from) {
        return Math.min(batch.targets().length, from + SLICE);
    }
}
