package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.display.Json;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

    private static final List<String> PROPERTIES = List.of("promptstream.root", "promptstream.registry.archive");

    @TempDir
    Path directory;

    @Test
    void writesItsReportAndLeavesNothingBehind() throws Exception {
        // Given
        var report = directory.resolve("report.json");
        var run = directory.resolve("run");

        // When
        var demo = demo("--minutes", "0.3", "--report", report.toString(), "--directory", run.toString());

        // Then
        assertThat(demo.waitFor(9, TimeUnit.MINUTES)).isTrue();
        assertThat(demo.exitValue()).isZero();
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

    private Process demo(String... arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        PROPERTIES.forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.add("-Dlogback.configurationFile=io/promptstream/local/command-logback.xml");
        command.addAll(List.of("-cp", classPath(), "io.promptstream.local.Promptstream", "demo"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("PROMPTSTREAM_HOME", directory.toString());
        return builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("demo.log").toFile())
                .start();
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
