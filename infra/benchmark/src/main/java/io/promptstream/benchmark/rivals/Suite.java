package io.promptstream.benchmark.rivals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.promptstream.local.display.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that methods are compared on, as a file lists them.
 *
 * @param tasks in the order of the file
 */
record Suite(List<Entry> tasks) {
    private static final ObjectMapper YAML = JsonMapper.builder(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * A task with its task model. Paths may begin with {@code {data}} or {@code {root}}.
     *
     * @param name what results call it
     * @param task its file
     * @param model folder of the task model
     * @param train labelled inputs to search on
     * @param dev labelled inputs to select on; null: a fifth of those to search on
     * @param test labelled inputs to measure on
     * @param textColumn column in which the files have the text; null: the usual one
     * @param testTextColumn column in which the inputs to measure on have it; null: as the others
     * @param shots take so many inputs of each label to search on, and as many to select on; null: all
     */
    record Entry(
            String name,
            String task,
            String model,
            String train,
            @Nullable String dev,
            String test,
            @Nullable String textColumn,
            @Nullable String testTextColumn,
            @Nullable Integer shots) {}

    /** The suite that is shipped. */
    static Suite shipped() {
        try (InputStream file = Objects.requireNonNull(Suite.class.getResourceAsStream("suite.yaml"))) {
            return YAML.readValue(file, Suite.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws CommandException if there is no such file, or it is no suite */
    static Suite read(Path file) {
        try {
            return YAML.readValue(Files.readString(file), Suite.class);
        } catch (JsonProcessingException e) {
            throw new CommandException(file + " is no suite: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new CommandException(file + " cannot be read: name a file that is there", e);
        }
    }
}
