package io.promptstream.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;

/**
 * The forward pass of GPT-2 (Radford et al. 2019) over {@link Gpt2Weights}: pre-norm blocks, causal self-attention, tied
 * head, no dropout. Differentiable in every weight that requires a gradient.
 *
 * <p>Results and intermediate arrays belong to the manager of {@code ids}. So that none leaks into the weights' manager,
 * the caller attaches the weights to that manager for the duration of the call ({@code tempAttachAll}).
 */
public final class Gpt2Network {
    private final Gpt2Weights weights;
    private final Gpt2Configuration configuration;

    public Gpt2Network(Gpt2Weights weights) {
        this.weights = weights;
        this.configuration = weights.configuration();
    }

    /**
     * Final hidden states, after the last layer norm.
     *
     * @param ids tokens {@code (B, T)} int64; {@code T} at most {@link Gpt2Configuration#positions()}
     * @return {@code (B, T, width)}; position {@code t} depends on tokens {@code 0..t} only, so padding on the right is
     *     harmless
     */
    public NDArray hidden(NDArray ids) {
        NDManager manager = ids.getManager();
        long length = ids.getShape().get(1);
        NDArray positions = weights.get("wpe.weight").get(manager, new NDIndex("0:" + length));
        NDArray x = embed(ids).add(positions);
        NDArray mask = causalMask(manager, length);
        for (int layer = 0; layer < configuration.layers(); layer++) {
            String block = "h." + layer + ".";
            x = x.add(attention(norm(x, block + "ln_1"), mask, block + "attn."));
            x = x.add(feedForward(norm(x, block + "ln_2"), block + "mlp."));
        }
        return norm(x, "ln_f");
    }

    /**
     * Scores of every token as the next one.
     *
     * @param hidden any number of hidden states, {@code (..., width)}
     * @return {@code (..., vocabularySize)}
     */
    public NDArray logits(NDArray hidden) {
        return hidden.getNDArrayInternal()
                .linear(hidden, weights.get("wte.weight"), null)
                .singletonOrThrow();
    }

    private NDArray embed(NDArray ids) {
        NDArray table = weights.get("wte.weight");
        return ids.getNDArrayInternal()
                .embedding(ids, table, SparseFormat.DENSE)
                .singletonOrThrow();
    }

    private NDArray attention(NDArray x, NDArray mask, String prefix) {
        long batch = x.getShape().get(0);
        long length = x.getShape().get(1);
        int headWidth = configuration.headWidth();
        NDList queryKeyValue = linear(x, prefix + "c_attn").split(3, 2);
        NDArray query = heads(queryKeyValue.get(0)).mul((float) (1 / Math.sqrt(headWidth)));
        NDArray key = heads(queryKeyValue.get(1)).swapAxes(2, 3);
        NDArray value = heads(queryKeyValue.get(2));
        NDArray probabilities = query.matMul(key).add(mask).softmax(-1);
        NDArray mixed = probabilities.matMul(value).transpose(0, 2, 1, 3).reshape(batch, length, configuration.width());
        return linear(mixed, prefix + "c_proj");
    }

    private NDArray heads(NDArray x) {
        return x.reshape(x.getShape().get(0), x.getShape().get(1), configuration.heads(), configuration.headWidth())
                .transpose(0, 2, 1, 3);
    }

    private NDArray feedForward(NDArray x, String prefix) {
        return linear(activate(linear(x, prefix + "c_fc")), prefix + "c_proj");
    }

    private NDArray activate(NDArray x) {
        return switch (configuration.activation()) {
            case GELU_NEW, GELU_PYTORCH_TANH -> tanhGelu(x);
            case GELU -> x.getNDArrayInternal().gelu();
            case RELU -> x.getNDArrayInternal().relu();
        };
    }

    /** {@code 0.5 x (1 + tanh(u))} is {@code x sigmoid(2u)}, with {@code u = sqrt(2/pi) (x + 0.044715 x^3)}. */
    private static NDArray tanhGelu(NDArray x) {
        float linear = (float) (2 * Math.sqrt(2 / Math.PI));
        float cubic = 0.044715f * linear;
        return x.square()
                .mul(cubic)
                .add(linear)
                .mul(x)
                .getNDArrayInternal()
                .sigmoid()
                .mul(x);
    }

    private NDArray norm(NDArray x, String name) {
        return x.getNDArrayInternal()
                .layerNorm(
                        x,
                        new Shape(configuration.width()),
                        weights.get(name + ".weight"),
                        weights.get(name + ".bias"),
                        (float) configuration.layerNormEpsilon())
                .singletonOrThrow();
    }

    private NDArray linear(NDArray x, String name) {
        NDArray matrix = weights.get(name + ".weight");
        return x.getNDArrayInternal()
                .linear(x, matrix.transpose(), weights.get(name + ".bias"))
                .singletonOrThrow();
    }

    private static NDArray causalMask(NDManager manager, long length) {
        float[] mask = new float[Math.toIntExact(length * length)];
        for (int row = 0; row < length; row++) {
            for (int column = row + 1; column < length; column++) {
                mask[(int) (row * length + column)] = Float.NEGATIVE_INFINITY;
            }
        }
        return manager.create(mask, new Shape(length, length));
    }
}
