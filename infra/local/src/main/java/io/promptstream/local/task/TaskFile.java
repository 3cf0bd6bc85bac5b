package io.promptstream.local.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.local.display.CommandException;
import java.nio.file.Path;

/**
 * A task written down as YAML. Only its syntax is checked here; the policy service checks the task itself, as a whole.
 *
 * @param id the task's id
 * @param content everything in the file, as the policy service wants it
 */
public record TaskFile(String id, ObjectNode content) {

    /**
     * Reads the file.
     *
     * @throws CommandException if it is not there, is not YAML (the message names the line), or has no {@code id}
     */
    public static TaskFile read(Path file) {
        var fields = DefinitionFile.read(file, "task");
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
