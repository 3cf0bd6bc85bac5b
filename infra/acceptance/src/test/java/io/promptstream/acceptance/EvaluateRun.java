package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.display.Json;
import io.promptstream.local.evaluation.EvaluateCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** The command {@code evaluate}, run in this process. */
record EvaluateRun(int exit, String out, String err) {

    static EvaluateRun of(Path directory, String task, Path file, String... more) {
        var arguments = new ArrayList<>(
                List.of("--directory", directory.toString(), "--task", task, "--file", file.toString()));
        arguments.addAll(List.of(more));
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = new CommandLine(new EvaluateCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    err.write(String.valueOf(failure.getMessage()));
                    return 1;
                })
                .execute(arguments.toArray(String[]::new));
        return new EvaluateRun(exit, out.toString(), err.toString());
    }

    /** What a command that was asked for JSON has printed. */
    JsonNode json() {
        assertThat(exit).as(err).isZero();
        return Json.read(out, "the evaluation");
    }

    static double accuracy(JsonNode evaluation, int prompt) {
        return evaluation.at("/prompts/" + prompt + "/measures/accuracy").asDouble();
    }

    static double reward(JsonNode evaluation, int prompt) {
        return evaluation.at("/prompts/" + prompt + "/measures/reward").asDouble();
    }
}
