package io.promptstream.languagemodel.training.optimisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.promptstream.languagemodel.network.Gpt2Network;
import io.promptstream.languagemodel.network.Gpt2Weights;
import io.promptstream.languagemodel.network.TorchEngine;
import io.promptstream.languagemodel.training.data.Batch;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Computes the loss of batches and its gradient on copies of the weights of its own, so that several threads can work at once. */
final class GradientWorker implements AutoCloseable {

    private static final String EMBEDDING = "wte.weight";

    private final ParameterLayout layout;
    private final NDManager manager;
    private final Gpt2Weights weights;
    private final Gpt2Network network;
    private final float[] gradient;

    GradientWorker(ParameterLayout layout) {
        this.layout = layout;
        this.manager = TorchEngine.newManager();
        this.gradient = new float[layout.size()];
        this.weights = layout.weights(gradient, manager);
        this.network = new Gpt2Network(weights);
        weights.all().forEach(weight -> weight.setRequiresGradient(true));
    }

    /**
     * The weighted sum of the loss over {@code batches}; the gradient of {@code scale} times it is in {@link #gradient()}.
     *
     * @param collector the one open collector of this process, which all workers share
     */
    double differentiate(float[] parameters, List<Batch> batches, double scale, GradientCollector collector) {
        Arrays.fill(gradient, 0);
        if (batches.isEmpty()) {
            return 0;
        }
        load(parameters);
        double loss = 0;
        for (Batch batch : batches) {
            try (NDManager local = manager.newSubManager()) {
                local.tempAttachAll(weights.all());
                NDArray hidden = hidden(batch, local);
                CrossEntropy head = new CrossEntropy(weights.get(EMBEDDING), batch, (float) scale);
                NDArray hiddenGradient =
                        head.gradient(hidden, gradient, layout.entry(EMBEDDING).offset());
                loss += head.loss();
                // The sum's gradient with respect to `hidden` is hiddenGradient: backward continues from there.
                collector.backward(hidden.mul(hiddenGradient).sum());
            }
        }
        for (ParameterLayout.Entry entry : layout.entries()) {
            takeGradient(entry);
        }
        return loss;
    }

    /** Of the last {@link #differentiate}, which overwrites it. */
    float[] gradient() {
        return gradient;
    }

    private void takeGradient(ParameterLayout.Entry entry) {
        try (NDArray taken = weights.get(entry.name()).getGradient()) {
            float[] values = taken.toFloatArray();
            for (int i = 0; i < values.length; i++) {
                gradient[entry.offset() + i] += values[i];
            }
            // The engine adds to what is there, so the next step starts from zero.
            taken.subi(taken);
        }
    }

    /** The weighted sum of the loss over {@code batches}. */
    double loss(float[] parameters, List<Batch> batches) {
        load(parameters);
        double loss = 0;
        for (Batch batch : batches) {
            try (NDManager local = manager.newSubManager()) {
                local.tempAttachAll(weights.all());
                CrossEntropy head = new CrossEntropy(weights.get(EMBEDDING), batch, 1);
                head.measure(hidden(batch, local));
                loss += head.loss();
            }
        }
        return loss;
    }

    private void load(float[] parameters) {
        for (ParameterLayout.Entry entry : layout.entries()) {
            weights.get(entry.name()).set(FloatBuffer.wrap(parameters, entry.offset(), entry.length()));
        }
    }

    private NDArray hidden(Batch batch, NDManager local) {
        long[] ids = Arrays.stream(batch.inputs()).asLongStream().toArray();
        return network.hidden(local.create(ids, new Shape(batch.rows(), batch.length())))
                .reshape(ids.length, weights.configuration().width());
    }

    @Override
    public void close() {
        manager.close();
    }
}
