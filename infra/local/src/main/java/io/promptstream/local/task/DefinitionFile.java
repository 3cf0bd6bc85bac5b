package io.promptstream.local.task;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.promptstream.local.display.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A task, or a part of one, written down as YAML. Only its syntax is checked here. */
public final class DefinitionFile {

    private static final ObjectMapper YAML = JsonMapper.builder(new YAMLFactory())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private DefinitionFile() {}

    /**
     * The part of a task that the file holds: all of it, or what stands under the part's name, as in a task file.
     *
     * @param part {@code policy} or {@code reward}
     * @throws CommandException if the file is not there, is not YAML (the message names the line), or holds no fields
     */
    public static ObjectNode readPart(Path file, String part) {
        var content = read(file, part);
        if (!content.has(part)) {
            return content;
        }
        if (content.get(part) instanceof ObjectNode fields) {
            return fields;
        }
        throw new CommandException(file + ", " + part + ": not an object; write its fields below it, indented");
    }

    /**
     * The fields of the file.
     *
     * @param kind what the file is to be, for messages
     * @throws CommandException as {@link #readPart}
     */
    static ObjectNode read(Path file, String kind) {
        try {
            if (YAML.readTree(Files.readString(file)) instanceof ObjectNode fields) {
                return fields;
            }
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
            throw new CommandException(
                    "Cannot read " + file + ": give the path of a " + kind + " file (YAML, UTF-8)", e);
        }
        throw new CommandException(
                file + " is not a " + kind + ": write fields such as '" + example(kind) + "' at the left margin");
    }

    private static String example(String kind) {
        return switch (kind) {
            case "policy" -> "learningRate: 0.002";
            case "reward" -> "incorrectScale: 100";
            default -> "id: my-task";
        };
    }
}
