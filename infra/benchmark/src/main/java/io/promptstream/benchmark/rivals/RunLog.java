package io.promptstream.benchmark.rivals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptstream.local.display.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The runs that are done, in a file of one JSON object a line: who starts again goes on behind the last whole one. */
final class RunLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final List<Run> runs;

    /** Reads what is there. */
    RunLog(Path file) {
        this.file = file;
        this.runs = new ArrayList<>(read(file));
    }

    boolean has(String task, String method, long seed, long budget) {
        return runs.stream().anyMatch(run -> run.is(task, method, seed, budget));
    }

    void add(Run run) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(
                    file, JSON.writeValueAsString(run) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        runs.add(run);
    }

    List<Run> runs() {
        return List.copyOf(runs);
    }

    private static List<Run> read(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            var runs = new ArrayList<Run>();
            var lines = Files.readAllLines(file);
            for (int line = 0; line < lines.size(); line++) {
                runs.add(run(file, line + 1, lines.get(line)));
            }
            return runs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Run run(Path file, int number, String line) {
        try {
            return JSON.readValue(line, Run.class);
        } catch (JsonProcessingException e) {
            throw new CommandException(
                    file + ", line " + number + " is no run: delete the line, or write to another folder with --out",
                    e);
        }
    }
}
