package io.promptstream.languagemodel.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.languagemodel.format.JsonFile;
import io.promptstream.languagemodel.format.ModelFormatException;
import io.promptstream.languagemodel.network.Activation;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Translates between {@code config.json} and {@link Gpt2Configuration}; whatever would change the result is refused. */
public final class Gpt2ConfigurationFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARCHITECTURE = "GPT2LMHeadModel";

    /** With the same head as {@link #ARCHITECTURE}, or none, which is tied all the same. */
    private static final Set<String> ARCHITECTURES = Set.of(ARCHITECTURE, "GPT2Model", "GPT2DoubleHeadsModel");

    private final Path file;
    private final JsonNode root;
    private final Gpt2Configuration configuration;

    private Gpt2ConfigurationFile(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
        this.configuration = parse();
    }

    /**
     * Reads a Hugging Face {@code config.json}.
     *
     * @throws ModelFormatException if the file is missing or malformed, or declares an architecture or option that is
     *     not supported; the message names the field
     */
    public static Gpt2ConfigurationFile read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelFormatException(
                    "%s does not exist: a model directory holds config.json, model.safetensors and tokenizer.json"
                            .formatted(file));
        }
        return new Gpt2ConfigurationFile(file, JsonFile.read(file));
    }

    /**
     * Parses the content of a file.
     *
     * @param file named in errors
     */
    static Gpt2ConfigurationFile parse(Path file, String json) {
        return new Gpt2ConfigurationFile(file, JsonFile.parse(file, json.getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes a {@code config.json} that this class and Hugging Face's {@code GPT2LMHeadModel} load. */
    public static void write(Gpt2Configuration configuration, Path file) {
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
                .put("bos_token_id", configuration.endOfTextId());
        if (configuration.innerWidth() != 4 * configuration.width()) {
            json.put("n_inner", configuration.innerWidth());
        }
        if (configuration.furtherEnds().isEmpty()) {
            json.put("eos_token_id", configuration.endOfTextId());
        } else {
            var ends = json.putArray("eos_token_id").add(configuration.endOfTextId());
            configuration.furtherEnds().forEach(ends::add);
        }
        return json.toPrettyString() + "\n";
    }

    Path path() {
        return file;
    }

    /** As declared; the vocabulary may be larger than the tokenizer's. */
    public Gpt2Configuration configuration() {
        return configuration;
    }

    /** Whether the head is the input embedding. */
    boolean tied() {
        return bool("tie_word_embeddings", true);
    }

    /**
     * By what the queries of a layer are to be multiplied so that a network which divides the scores by the square root of the head's
     * width computes what the checkpoint was trained with.
     */
    double queryFactor(int layer) {
        double factor = bool("scale_attn_weights", true) ? 1 : Math.sqrt(configuration.headWidth());
        return bool("scale_attn_by_inverse_layer_idx", false) ? factor / (layer + 1) : factor;
    }

    private Gpt2Configuration parse() {
        requireArchitecture();
        if (bool("add_cross_attention", false)) {
            throw unsupported("add_cross_attention", "true", "false");
        }
        int width = integer("n_embd", "hidden_size");
        int vocabularySize = integer("vocab_size");
        List<Integer> ends = new EndOfText(file, root).ids(vocabularySize);
        try {
            return new Gpt2Configuration(
                    vocabularySize,
                    integer("n_positions", "n_ctx", "max_position_embeddings"),
                    width,
                    integer("n_layer", "num_hidden_layers"),
                    integer("n_head", "num_attention_heads"),
                    root.path("layer_norm_epsilon").asDouble(1e-5),
                    activation(),
                    ends.getFirst(),
                    isNone(root.path("n_inner")) ? 4 * width : integer("n_inner"),
                    ends.subList(1, ends.size()));
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private void requireArchitecture() {
        JsonNode architectures = root.path("architectures");
        String modelType = root.path("model_type").asText("");
        boolean declared = false;
        for (JsonNode architecture : architectures) {
            declared |= ARCHITECTURES.contains(architecture.asText());
        }
        if (!architectures.isEmpty() && !declared) {
            throw unsupported("architectures", architectures.toString(), "[\"%s\"]".formatted(ARCHITECTURE));
        }
        if (!modelType.equals("gpt2")) {
            throw unsupported("model_type", modelType.isEmpty() ? "missing" : modelType, "gpt2");
        }
    }

    private boolean bool(String field, boolean absent) {
        JsonNode value = root.path(field);
        return isNone(value) ? absent : value.asBoolean();
    }

    private Activation activation() {
        String name = root.path("activation_function").asText("gelu_new");
        return Activation.named(name)
                .orElseThrow(() -> unsupported("activation_function", name, "one of " + Activation.allNames()));
    }

    /** The first of the names that is there; the library that wrote the file knows fields by several. */
    private int integer(String... names) {
        for (String name : names) {
            JsonNode value = root.path(name);
            if (isNone(value)) {
                continue;
            }
            if (!value.isIntegralNumber() || !value.canConvertToInt()) {
                throw new ModelFormatException("%s: field %s is %s: write an integer".formatted(file, name, value));
            }
            return value.intValue();
        }
        throw new ModelFormatException("%s: field %s is missing: write an integer".formatted(file, names[0]));
    }

    private static boolean isNone(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private ModelFormatException unsupported(String field, String actual, String expected) {
        return new ModelFormatException(
                "%s: field %s is %s, which is not supported: expected %s".formatted(file, field, actual, expected));
    }
}
