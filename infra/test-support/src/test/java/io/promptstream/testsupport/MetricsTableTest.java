package io.promptstream.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTableTest {
    private static final String SCRAPE = """
            # HELP promptstream_queries_total queries
            # TYPE promptstream_queries_total counter
            promptstream_queries_total{task="weather"} 3.0
            # HELP promptstream_hop_duration_seconds a hop
            # TYPE promptstream_hop_duration_seconds histogram
            promptstream_hop_duration_seconds_bucket{hop="round",task="weather",le="0.005"} 1
            promptstream_hop_duration_seconds_count{hop="round",task="weather"} 1
            promptstream_hop_duration_seconds_sum{hop="round",task="weather"} 0.004
            # TYPE promptstream_hop_duration_seconds_max gauge
            promptstream_hop_duration_seconds_max{hop="round",task="weather"} 0.004
            # HELP promptstream_replays_running replays
            # TYPE promptstream_replays_running gauge
            promptstream_replays_running 0.0
            # TYPE jvm_threads gauge
            jvm_threads 20.0
            """;

    @Test
    void aScrapeAndTheTableThatDescribesItAreEqual() {
        // Given
        MetricsTable table = MetricsTable.of(List.of(
                "| name | services | type | labels | unit | meaning |",
                "|---|---|---|---|---|---|",
                "| `promptstream_hop_duration_seconds` | policy, task | histogram | task, hop | seconds | a hop |",
                "| `promptstream_queries_total` | policy | counter | task | queries | queries |",
                "| `promptstream_replays_running` | policy | gauge | | replays | replays |",
                "| `promptstream_tokens_total` | task | counter | task | tokens | tokens |"));

        // Then
        assertThat(MetricsTable.in(SCRAPE)).hasSize(3).isEqualTo(table.of("policy"));
        assertThat(table.of("task"))
                .containsExactly(
                        "promptstream_hop_duration_seconds histogram [hop, task]",
                        "promptstream_tokens_total counter [task]");
    }

    @Test
    void aMetricWithoutAHelpTextIsSeen() {
        // Given
        String scrape =
                SCRAPE.replace("# HELP promptstream_queries_total queries", "# HELP promptstream_queries_total ");

        // Then
        assertThat(MetricsTable.in(scrape))
                .contains("promptstream_queries_total counter [task] without a help text")
                .contains("promptstream_replays_running gauge []");
    }
}
