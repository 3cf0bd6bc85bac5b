package io.promptstream.languagemodel;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds a model's weights among the tensors of a directory, by Hugging Face's names with or without their prefix. */
final class Gpt2WeightsFile {
    private static final String PREFIX = "transformer.";

    /** Causal masks that older checkpoints carry, and the head, which is the input embedding again. */
    private static final Pattern REDUNDANT = Pattern.compile("lm_head\\.weight|h\\.\\d+\\.attn\\.(bias|masked_bias)");

    private Gpt2WeightsFile() {}

    static Gpt2Weights read(Path directory, Gpt2Configuration configuration, NDManager manager) {
        Map<String, Shape> shapes = Gpt2Weights.shapes(configuration);
        try (SafetensorsReader tensors = SafetensorsReader.openModel(directory)) {
            requireNoOthers(directory, tensors.names(), shapes.keySet());
            return Gpt2Weights.create(configuration, manager, name -> {
                String stored = tensors.names().contains(PREFIX + name) ? PREFIX + name : name;
                Shape shape = shapes.getOrDefault(name, new Shape());
                return tensors.read(stored, shape.getShape()).values();
            });
        }
    }

    private static void requireNoOthers(Path directory, Set<String> stored, Set<String> expected) {
        for (String name : stored) {
            String plain = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
            if (!expected.contains(plain) && !REDUNDANT.matcher(plain).matches()) {
                throw new ModelFormatException(
                        "%s holds tensor %s, which the model that config.json describes does not have: check n_layer and architectures"
                                .formatted(directory, name));
            }
        }
    }
}
