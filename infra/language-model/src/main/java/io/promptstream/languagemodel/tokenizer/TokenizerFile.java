package io.promptstream.languagemodel.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.languagemodel.format.JsonFile;
import io.promptstream.languagemodel.format.ModelFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a {@code tokenizer.json} and the files beside it say of the vocabulary. Which added tokens are special, {@code
 * special_tokens_map.json} and {@code tokenizer_config.json} may say where {@code tokenizer.json} does not.
 */
public final class TokenizerFile {
    private static final List<String> DECLARATIONS = List.of("special_tokens_map.json", "tokenizer_config.json");
    private static final String END_OF_TEXT = "<|endoftext|>";

    private final Path path;
    private final ObjectNode root;
    private final Map<String, Integer> vocabulary;
    private final Map<String, Integer> special;

    private TokenizerFile(Path path, ObjectNode root) {
        this.path = path;
        this.root = root;
        this.vocabulary = vocabulary(root);
        this.special = Collections.unmodifiableMap(special(path, root));
        // What other tools cut and fill, this one gives back whole.
        root.putNull("truncation");
        root.putNull("padding");
    }

    /**
     * Reads a {@code tokenizer.json}.
     *
     * @throws ModelFormatException if the file is missing or is no JSON object
     */
    public static TokenizerFile read(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new ModelFormatException(
                    "%s does not exist: save the tokenizer with save_pretrained of a fast tokenizer%s"
                            .formatted(
                                    path,
                                    Files.exists(path.resolveSibling("vocab.json"))
                                            ? ", which AutoTokenizer.from_pretrained makes of vocab.json and merges.txt"
                                            : ""));
        }
        JsonNode root = JsonFile.read(path);
        if (!(root instanceof ObjectNode object) || !root.path("model").isObject()) {
            throw new ModelFormatException(
                    "%s is not a tokenizer: field model is missing; save it with save_pretrained of a fast tokenizer"
                            .formatted(path));
        }
        return new TokenizerFile(path, object);
    }

    public Path path() {
        return path;
    }

    ObjectNode root() {
        return root;
    }

    /** The special tokens among the added ones, by name. */
    Map<String, Integer> special() {
        return special;
    }

    /** Every id that stands for something. */
    BitSet ids() {
        BitSet ids = new BitSet();
        vocabulary.values().forEach(ids::set);
        return ids;
    }

    /** The token of the highest id. */
    public Map.Entry<String, Integer> last() {
        return vocabulary.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow(() -> new ModelFormatException("%s: field model.vocab is empty".formatted(path)));
    }

    /** The id of the token that ends a text, by the name that is declared or else by GPT-2's. */
    public OptionalInt endOfText() {
        for (String file : DECLARATIONS) {
            Integer id = vocabulary.get(name(declared(path, file).path("eos_token")));
            if (id != null) {
                return OptionalInt.of(id);
            }
        }
        Integer id = vocabulary.get(END_OF_TEXT);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    private static Map<String, Integer> vocabulary(JsonNode root) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        JsonNode model = root.path("model").path("vocab");
        if (model.isArray()) {
            // Unigram models list pairs of piece and score.
            model.forEach(piece -> ids.put(piece.path(0).asText(), ids.size()));
        } else {
            model.properties()
                    .forEach(entry -> ids.put(entry.getKey(), entry.getValue().asInt()));
        }
        root.path("added_tokens")
                .forEach(token ->
                        ids.put(token.path("content").asText(), token.path("id").asInt()));
        return ids;
    }

    private static Map<String, Integer> special(Path path, JsonNode root) {
        Set<String> names = new LinkedHashSet<>();
        for (String file : DECLARATIONS) {
            collect(declared(path, file), names);
        }
        Map<String, Integer> special = new LinkedHashMap<>();
        for (JsonNode token : root.path("added_tokens")) {
            String name = token.path("content").asText();
            if (!name.isEmpty() && (token.path("special").asBoolean() || names.contains(name))) {
                special.put(name, token.path("id").asInt());
            }
        }
        return special;
    }

    private static void collect(JsonNode declared, Set<String> names) {
        declared.properties().forEach(entry -> {
            if (entry.getKey().endsWith("_token") || entry.getKey().equals("additional_special_tokens")) {
                JsonFile.oneOrMany(entry.getValue()).forEach(token -> names.add(name(token)));
            }
        });
        declared.path("added_tokens_decoder").forEach(token -> {
            if (token.path("special").asBoolean()) {
                names.add(name(token));
            }
        });
    }

    /** Written as text, or as an object with its content. */
    private static String name(JsonNode token) {
        return token.isObject() ? token.path("content").asText() : token.isTextual() ? token.asText() : "";
    }

    private static JsonNode declared(Path path, String file) {
        return JsonFile.readIfThere(path.resolveSibling(file));
    }
}
