package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.display.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("a third of a minute must be enough for a round")
class DemoIT {

    @TempDir
    Path directory;

    @Test
    void writesItsReportAndLeavesNothingBehind() throws Exception {
        // Given
        var report = directory.resolve("report.json");
        var run = directory.resolve("run");

        // When
        var demo = CommandProcess.start(
                directory, "demo", "--minutes", "0.3", "--report", report.toString(), "--directory", run.toString());

        // Then
        assertThat(demo.waitFor(9, TimeUnit.MINUTES)).isTrue();
        assertThat(demo.exitValue())
                .as(Files.readString(directory.resolve("command.err")))
                .isZero();
        var json = Json.read(Files.readString(report), "the report");
        assertThat(json.path("proposals").asLong())
                .isPositive()
                .isEqualTo(json.path("outputs").asLong())
                .isEqualTo(json.path("rewards").asLong())
                .isEqualTo(json.path("taskModelCalls").asLong());
        assertThat(json.path("deadLetters").asLong()).isZero();
        assertThat(json.path("policyVersions").asLong())
                .isPositive()
                .isLessThanOrEqualTo(json.path("rounds").asLong());
        assertThat(json.at("/prompts/learned/text").asText()).isNotBlank();
        assertThat(json.at("/prompts/handWritten")).isNotEmpty();
        assertThat(run.resolve("logs")).isDirectory();
        assertThat(run.resolve("kafka-data")).doesNotExist();
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse("")))
                .noneMatch(line -> line.contains(run.toString()));
    }
}
