package io.promptstream.languagemodel.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.languagemodel.format.JsonFile;
import io.promptstream.languagemodel.format.ModelFormatException;
import io.promptstream.languagemodel.tokenizer.Tokenizer;
import io.promptstream.languagemodel.tokenizer.TokenizerFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which tokens end a text. {@code eos_token_id} may be one id, a list, null or absent, in {@code config.json} and in {@code
 * generation_config.json}; where neither says, the tokenizer's name for it does, and at last the library's default.
 */
final class EndOfText {
    private static final String FIELD = "eos_token_id";
    private static final int DEFAULT = 50256;

    private final Path config;
    private final JsonNode root;

    EndOfText(Path config, JsonNode root) {
        this.config = config;
        this.root = root;
    }

    /** At least one id, the most important first. */
    List<Integer> ids(int vocabularySize) {
        Set<Integer> ids = new LinkedHashSet<>();
        collect(config, root, vocabularySize, ids);
        Path generation = config.resolveSibling("generation_config.json");
        collect(generation, JsonFile.readIfThere(generation), vocabularySize, ids);
        if (ids.isEmpty()) {
            ids.add(fallback(vocabularySize));
        }
        return new ArrayList<>(ids);
    }

    private static void collect(Path file, JsonNode root, int vocabularySize, Set<Integer> ids) {
        for (JsonNode id : JsonFile.oneOrMany(root.path(FIELD))) {
            if (!id.isIntegralNumber() || id.asLong() < 0 || id.asLong() >= vocabularySize) {
                throw new ModelFormatException(
                        "%s: field %s is %s, which is not a token: write an id from 0 to %d, or a list of them"
                                .formatted(file, FIELD, root.path(FIELD), vocabularySize - 1));
            }
            ids.add(id.intValue());
        }
    }

    private int fallback(int vocabularySize) {
        Path tokenizer = config.resolveSibling(Tokenizer.FILE);
        if (Files.isRegularFile(tokenizer)) {
            OptionalInt named = TokenizerFile.read(tokenizer).endOfText();
            if (named.isPresent() && named.getAsInt() < vocabularySize) {
                return named.getAsInt();
            }
        }
        if (!root.has(FIELD) && vocabularySize > DEFAULT) {
            return DEFAULT;
        }
        throw new ModelFormatException(
                "%s: field %s is %s and no file of the tokenizer names an end of text: write its id"
                        .formatted(config, FIELD, root.has(FIELD) ? "null" : "missing"));
    }
}
