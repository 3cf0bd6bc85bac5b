package io.promptstream.languagemodel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Map;

/**
 * The forward pass of GPT-2 (Radford et al. 2019) over {@link Gpt2Weights}: pre-norm blocks, causal self-attention, tied
 * head, no dropout. It is written in TorchScript ({@code gpt2.torchscript}); {@code docs/network.md} says why.
 *
 * <p>Differentiable if the weights require gradients, otherwise run in torch's inference mode. Results belong to the
 * manager of the first argument. Lives as long as the manager of the weights.
 */
public final class Gpt2Network {
    /** In the targets of {@link #loss}: nothing is to be predicted here. */
    public static final long NO_TARGET = -100;

    private final Gpt2Weights weights;
    private final NDList weightList;
    private final ScriptModule module;

    public Gpt2Network(Gpt2Weights weights) {
        Gpt2Configuration configuration = weights.configuration();
        this.weights = weights;
        this.weightList = weights.all();
        this.module = ScriptModule.load(
                weightList.head().getManager(),
                "gpt2.torchscript",
                "Gpt2",
                Map.of(
                        "head_count", configuration.heads(),
                        "epsilon", configuration.layerNormEpsilon(),
                        "activation", configuration.activation().configName()));
    }

    /**
     * Final hidden states, after the last layer norm.
     *
     * @param ids tokens {@code (B, T)} int64; {@code T} at most {@link Gpt2Configuration#positions()}
     * @return {@code (B, T, width)}; position {@code t} depends on tokens {@code 0..t} only, so padding on the right is
     *     harmless
     */
    public NDArray hidden(NDArray ids) {
        return call("hidden", new NDList(ids)).singletonOrThrow();
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

    /**
     * The training loss, with less memory and time than {@link #logits} followed by a softmax.
     *
     * @param ids tokens {@code (B, T)} int64
     * @param targets the token that follows each, {@code (B, T)} int64; {@link #NO_TARGET} leaves a position out
     * @return mean negative log-likelihood in nats over the positions that have a target, a scalar
     */
    public NDArray loss(NDArray ids, NDArray targets) {
        return call("loss", new NDList(ids, targets)).singletonOrThrow();
    }

    /** Calls a method of {@code gpt2.torchscript} in inference mode, or differentiably if weights require gradients. */
    NDList call(String method, NDList inputs) {
        return call(method, inputs, weightList.stream().anyMatch(NDArray::hasGradient));
    }

    /** Calls a method that takes gradients for itself. */
    NDList callWithGradients(String method, NDList inputs) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        try {
            return call(method, inputs, true);
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    private NDList call(String method, NDList inputs, boolean differentiable) {
        NDList arguments = new NDList(inputs);
        arguments.addAll(weightList);
        return module.call(inputs.head().getManager(), method, arguments, differentiable);
    }
}
