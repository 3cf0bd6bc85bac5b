package io.promptstream.languagemodel.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A JSON file of a model directory. Read as bytes: editors put a byte order mark before it, which is no JSON. */
public final class JsonFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonFile() {}

    /**
     * Reads a file that is there.
     *
     * @throws ModelFormatException if it is no JSON object
     */
    public static JsonNode read(Path file) {
        try {
            return parse(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** As {@link #read}; a missing node if there is no such file. */
    public static JsonNode readIfThere(Path file) {
        return Files.isRegularFile(file) ? read(file) : MissingNode.getInstance();
    }

    /**
     * Parses the content of a file.
     *
     * @param file named in errors
     */
    public static JsonNode parse(Path file, byte[] json) {
        try {
            JsonNode root = JSON.readTree(json);
            if (!root.isObject()) {
                throw new ModelFormatException("%s is not a JSON object".formatted(file));
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new ModelFormatException("%s is not JSON: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** The names or numbers under a field, which may be one or a list; what is null or absent is none. */
    public static Iterable<JsonNode> oneOrMany(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        return value.isArray() ? value : List.of(value);
    }
}
