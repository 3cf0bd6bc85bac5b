package io.promptstream.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the real processes, each part for a few seconds only. */
class LoopBenchmarkIT {
    private static final Path SAMPLE = Path.of("../local/src/main/samples/assistant-queries");

    @TempDir
    Path directory;

    @Test
    void measuresTheLoopAndTheBareChain() throws IOException {
        // Given
        Path json = directory.resolve("loop.json");
        StringWriter out = new StringWriter();

        // When
        int exit = Benchmarks.commandLine()
                .setOut(new PrintWriter(out))
                .execute(
                        "loop",
                        "--sample=" + SAMPLE,
                        "--json=" + json,
                        "--warm-up-seconds=20",
                        "--live-seconds=10",
                        "--half-load-seconds=30",
                        "--single-queries=5",
                        "--chain-seconds=8");

        // Then every record has a proposal's bytes in each of three topics, and no process is free
        assertThat(exit).isZero();
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        JsonNode loop = report.path("loop");
        JsonNode chain = report.path("chain");
        assertThat(loop.path("processorMillis").properties())
                .hasSize(5)
                .allSatisfy(process -> assertThat(process.getValue().asDouble()).isBetween(0.0, 100.0));
        assertThat(loop.at("/processorMillis/task-service").asDouble()).isGreaterThan(0.05);
        assertThat(loop.at("/bytesPerRecord/promptstream.prompt-proposals").asDouble())
                .isBetween(20.0, 2000.0);
        assertThat(loop.path("transactionsPerSecond").asDouble()).isBetween(1.0, 1000.0);
        assertThat(chain.at("/bytesPerRecord/bare-chain-3").asDouble()).isBetween(20.0, 2000.0);
        double ratio = (chain.path("records").asDouble() / chain.path("seconds").asDouble())
                / (loop.path("records").asDouble() / loop.path("seconds").asDouble());
        assertThat(ratio).isBetween(0.5, 1.5);
        assertThat(report.at("/singleQuery/p50").asDouble()).isBetween(1.0, 5000.0);
        assertThat(report.at("/learned/whole/p50").asDouble()).isBetween(1.0, 10_000.0);
        assertThat(out.toString()).contains("bare chain", "copy-3", "transactions/s");
    }
}
