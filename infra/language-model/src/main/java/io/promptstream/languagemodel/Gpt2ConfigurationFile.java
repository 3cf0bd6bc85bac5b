package io.promptstream.languagemodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Translates between {@code config.json} and {@link Gpt2Configuration}; whatever would change the result is refused. */
final class Gpt2ConfigurationFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARCHITECTURE = "GPT2LMHeadModel";

    private final Path file;
    private final JsonNode root;

    private Gpt2ConfigurationFile(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    static Gpt2Configuration read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelFormatException(
                    "%s does not exist: a model directory holds config.json, model.safetensors and tokenizer.json"
                            .formatted(file));
        }
        try {
            return parse(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /**
     * Parses the content of a file.
     *
     * @param file named in errors
     */
    static Gpt2Configuration parse(Path file, String json) {
        try {
            return new Gpt2ConfigurationFile(file, JSON.readTree(json)).parse();
        } catch (JsonProcessingException e) {
            throw new ModelFormatException("%s is not JSON: %s".formatted(file, e.getOriginalMessage()), e);
        }
    }

    static void write(Gpt2Configuration configuration, Path file) {
        try {
            Files.writeString(file, format(configuration));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    static String format(Gpt2Configuration configuration) {
        ObjectNode json = JSON.createObjectNode();
        json.putArray("architectures").add(ARCHITECTURE);
        json.put("model_type", "gpt2")
                .put("activation_function", configuration.activation().configName())
                .put("vocab_size", configuration.vocabularySize())
                .put("n_positions", configuration.positions())
                .put("n_ctx", configuration.positions())
                .put("n_embd", configuration.width())
                .put("n_layer", configuration.layers())
                .put("n_head", configuration.heads())
                .put("layer_norm_epsilon", configuration.layerNormEpsilon())
                .put("tie_word_embeddings", true)
                .put("bos_token_id", configuration.endOfTextId())
                .put("eos_token_id", configuration.endOfTextId());
        return json.toPrettyString() + "\n";
    }

    private Gpt2Configuration parse() {
        requireArchitecture();
        requireBoolean("scale_attn_weights", true);
        requireBoolean("scale_attn_by_inverse_layer_idx", false);
        requireBoolean("add_cross_attention", false);
        requireBoolean("tie_word_embeddings", true);
        int width = integer("n_embd");
        requireInnerWidth(width);
        int vocabularySize = integer("vocab_size");
        try {
            return new Gpt2Configuration(
                    vocabularySize,
                    integer("n_positions"),
                    width,
                    integer("n_layer"),
                    integer("n_head"),
                    root.path("layer_norm_epsilon").asDouble(1e-5),
                    activation(),
                    root.has("eos_token_id") ? integer("eos_token_id") : vocabularySize - 1);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private void requireArchitecture() {
        JsonNode architectures = root.path("architectures");
        String modelType = root.path("model_type").asText("");
        boolean declared = false;
        for (JsonNode architecture : architectures) {
            declared |= architecture.asText().equals(ARCHITECTURE);
        }
        if (!architectures.isEmpty() && !declared) {
            throw unsupported("architectures", architectures.toString(), "[\"%s\"]".formatted(ARCHITECTURE));
        }
        if (!modelType.equals("gpt2")) {
            throw unsupported("model_type", modelType.isEmpty() ? "missing" : modelType, "gpt2");
        }
    }

    private void requireBoolean(String field, boolean expected) {
        JsonNode value = root.path(field);
        if (!value.isMissingNode() && !value.isNull() && value.asBoolean() != expected) {
            throw unsupported(field, value.toString(), String.valueOf(expected));
        }
    }

    private void requireInnerWidth(int width) {
        JsonNode value = root.path("n_inner");
        if (!value.isMissingNode() && !value.isNull() && value.asInt() != 4 * width) {
            throw unsupported("n_inner", value.toString(), "null or 4 * n_embd = " + 4 * width);
        }
    }

    private Activation activation() {
        String name = root.path("activation_function").asText("gelu_new");
        return Activation.named(name)
                .orElseThrow(() -> unsupported("activation_function", name, "one of " + Activation.allNames()));
    }

    private int integer(String field) {
        JsonNode value = root.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new ModelFormatException("%s: field %s is %s: write an integer"
                    .formatted(file, field, value.isMissingNode() ? "missing" : value.toString()));
        }
        return value.intValue();
    }

    private ModelFormatException unsupported(String field, String actual, String expected) {
        return new ModelFormatException(
                "%s: field %s is %s, which is not supported: expected %s".formatted(file, field, actual, expected));
    }
}
