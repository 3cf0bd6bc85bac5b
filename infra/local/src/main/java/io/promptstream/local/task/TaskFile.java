package io.promptstream.local.task;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.promptstream.local.display.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A task written down as YAML. Only its syntax is checked here; the policy service checks the task itself, as a whole.
 *
 * @param id the task's id
 * @param content everything in the file, as the policy service wants it
 */
public record TaskFile(String id, ObjectNode content) {

    private static final ObjectMapper YAML = JsonMapper.builder(new YAMLFactory())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * Reads the file.
     *
     * @throws CommandException if it is not there, is not YAML (the message names the line), or has no {@code id}
     */
    public static TaskFile read(Path file) {
        try {
            return of(YAML.readTree(Files.readString(file)), file);
        } catch (JsonProcessingException e) {
            var location = e.getLocation();
            throw new CommandException(
                    file
                            + (location == null
                                    ? ""
                                    : ", line " + location.getLineNr() + ", column " + location.getColumnNr())
                            + ": " + e.getOriginalMessage().lines().findFirst().orElse("not YAML"),
                    e);
        } catch (IOException e) {
            throw new CommandException("Cannot read " + file + ": give the path of a task file (YAML, UTF-8)", e);
        }
    }

    private static TaskFile of(JsonNode content, Path file) {
        if (!(content instanceof ObjectNode fields)) {
            throw new CommandException(file + " is not a task: write fields such as 'id: my-task' at the left margin");
        }
        var id = fields.path("id").asText("");
        if (id.isBlank()) {
            throw new CommandException(
                    file + ", id: missing; write 'id: my-task' (a-z, 0-9 and -, at most 64 characters)");
        }
        return new TaskFile(id, fields);
    }

    /** The same task with its policy seeded by {@code seed}. */
    public TaskFile withSeed(long seed) {
        var copy = content.deepCopy();
        copy.withObjectProperty("policy").put("seed", seed);
        return new TaskFile(id, copy);
    }
}
