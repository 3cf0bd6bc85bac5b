package io.promptstream.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** On the bundled model. */
class DriftBenchmarkIT {
    @Test
    void noticesThatLabelsWereSwappedOnlyWhereItIsAskedTo() {
        // When they are after more rounds than the test needs to learn what is usual
        var first = run("swapped-labels", 6_000);

        // Then
        assertThat(first.lines().skip(2))
                .satisfiesExactly(
                        on -> assertThat(columns(on)[7]).matches("[1-2],\\d{3}"),
                        off -> assertThat(columns(off)[7]).isEqualTo("–"));
        assertThat(run("swapped-labels", 6_000)).isEqualTo(first);
    }

    @Test
    void skipsAChangeWhoseDataIsNotThere() {
        assertThat(run("opinions-then-sst-2", 1_000).lines()).hasSize(2);
    }

    private static String[] columns(String row) {
        return row.replace(" ", "").split("\\|");
    }

    private static String run(String change, long calls) {
        var out = new StringWriter();
        var line = Benchmarks.commandLine().setOut(new PrintWriter(out));
        int exit = line.execute(
                "drift", "--root=" + Path.of("../.."), "--changes=" + change, "--seeds=13", "--calls=" + calls);
        assertThat(exit).isZero();
        return out.toString();
    }
}
