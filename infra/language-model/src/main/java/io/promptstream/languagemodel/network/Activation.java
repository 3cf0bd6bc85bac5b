package io.promptstream.languagemodel.network;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The non-linearity inside a block's feed-forward part, by the name that {@code config.json} uses. */
public enum Activation {
    /** Hendrycks and Gimpel's GELU in its tanh form, what GPT-2 was trained with. */
    GELU_NEW("gelu_new"),
    /** The same function under the name that newer checkpoints use. */
    GELU_PYTORCH_TANH("gelu_pytorch_tanh"),
    /** GELU by the error function. */
    GELU("gelu"),
    RELU("relu");

    private static final Map<String, String> SYNONYMS =
            Map.of("gelu_fast", "gelu_new", "gelu_accurate", "gelu_new", "gelu_python", "gelu");

    private final String configName;

    Activation(String configName) {
        this.configName = configName;
    }

    /** The value of {@code activation_function} in {@code config.json}. */
    public String configName() {
        return configName;
    }

    /** By the names of the {@code transformers} library, of which some mean the same function. */
    public static Optional<Activation> named(String configName) {
        String name = SYNONYMS.getOrDefault(configName, configName);
        return Arrays.stream(values())
                .filter(activation -> activation.configName.equals(name))
                .findFirst();
    }

    public static String allNames() {
        return Arrays.stream(values()).map(Activation::configName).collect(Collectors.joining(", "));
    }
}
