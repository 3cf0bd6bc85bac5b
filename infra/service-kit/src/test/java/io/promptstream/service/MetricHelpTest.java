package io.promptstream.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class MetricHelpTest {
    private static final String TABLE = """
            | name | services | type | labels | unit | meaning |
            |---|---|---|---|---|---|
            | `promptstream_queries_total` | policy | counter | task | queries | queries that were `answered` |
            | `promptstream_learning_duration_seconds` | policy | histogram | task | seconds | computing time |
            | `promptstream_policy_lag_versions` | policy | histogram | task | versions | versions in between |
            | `promptstream_budget_limit_tokens` | task | gauge | | tokens | what may be spent |
            """;

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void theTablesMeaningsAreTheHelpTexts() {
        // Given
        registry.config().meterFilter(new MetricHelp(TABLE));

        // When
        Meter counter = registry.counter("promptstream.queries", "task", "a");
        Meter timer = Timer.builder("promptstream.learning.duration").register(registry);
        Meter summary = DistributionSummary.builder("promptstream.policy.lag")
                .baseUnit("versions")
                .register(registry);
        Meter gauge = Gauge.builder("promptstream.budget.limit", () -> 1)
                .baseUnit("tokens")
                .register(registry);

        // Then
        assertThat(counter.getId().getDescription()).isEqualTo("queries that were answered");
        assertThat(counter.getId().getTag("task")).isEqualTo("a");
        assertThat(timer.getId().getDescription()).isEqualTo("computing time");
        assertThat(summary.getId().getDescription()).isEqualTo("versions in between");
        assertThat(gauge.getId().getDescription()).isEqualTo("what may be spent");
    }

    @Test
    void leavesOthersAsTheyAre() {
        // Given
        registry.config().meterFilter(new MetricHelp(TABLE));

        // When
        Meter others = Counter.builder("http.requests").description("theirs").register(registry);
        Meter unknown = registry.counter("promptstream.new");

        // Then
        assertThat(others.getId().getDescription()).isEqualTo("theirs");
        assertThat(unknown.getId().getDescription()).isNull();
    }

    @Test
    void theTableOfTheBuildIsThere() {
        // Given
        registry.config().meterFilter(new MetricHelp());

        // Then
        assertThat(registry.counter("promptstream.queries").getId().getDescription())
                .isNotBlank();
    }
}
