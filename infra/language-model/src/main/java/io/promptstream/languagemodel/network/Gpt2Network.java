package io.promptstream.languagemodel.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Map;

/**
 * The forward pass of GPT-2 (Radford et al. 2019) over {@link Gpt2Weights}: pre-norm blocks, causal self-attention, no
 * dropout. It is written in TorchScript ({@code gpt2.torchscript}); {@code docs/network.md} says why.
 *
 * <p>Differentiable if the weights require gradients, otherwise run in torch's inference mode. Results belong to the
 * manager of the first argument. Lives as long as the manager of the weights.
 */
public final class Gpt2Network {
    private final NDList weightList;
    private final ScriptModule module;

    public Gpt2Network(Gpt2Weights weights) {
        Gpt2Configuration configuration = weights.configuration();
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

    /** Calls a method of {@code gpt2.torchscript} in inference mode, or differentiably if weights require gradients. */
    public NDList call(String method, NDList inputs) {
        return call(method, inputs, weightList.stream().anyMatch(NDArray::hasGradient));
    }

    /** Calls a method that takes gradients for itself. */
    public NDList callWithGradients(String method, NDList inputs) {
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
