package io.promptstream.policy.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.promptstream.kafka.DeadLetterCounters;
import io.promptstream.policy.app.metrics.PolicyMetrics.RoundTimes;
import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.HopTimers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MicrometerPolicyMetricsTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final RoundTimes TIMES = new RoundTimes(NOW, NOW.plusMillis(250), Duration.ofMillis(4));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerPolicyMetrics metrics = new MicrometerPolicyMetrics(
            registry, new HopTimers(registry), new DeadLetterCounters(registry), TopicCatalogue.withDefaults());

    @Test
    void aTaskThatIsMetHasAllItsCounters() {
        // When
        metrics.queryServed("opinions", NOW, NOW.plusMillis(30));

        // Then
        assertThat(count("promptstream.queries")).isEqualTo(1);
        assertThat(count("promptstream.proposals", "role", "serve")).isEqualTo(1);
        assertThat(count("promptstream.proposals", "role", "explore")).isZero();
        assertThat(count("promptstream.proposals", "role", "evaluate")).isZero();
        assertThat(count("promptstream.rounds.learned")).isZero();
        assertThat(count("promptstream.rounds.left.out", "reason", "too_old")).isZero();
        assertThat(count("promptstream.promotions", "outcome", "refused")).isZero();
    }

    @Test
    void whatMeasuresPromptsIsNoQueryOfAnybody() {
        // When
        metrics.promptsMeasured("opinions", 5);

        // Then
        assertThat(count("promptstream.proposals", "role", "evaluate")).isEqualTo(5);
        assertThat(count("promptstream.queries")).isZero();
    }

    @Test
    void tellsWhatBecameOfARound() {
        // When
        metrics.roundProposed("opinions", 48);
        metrics.roundRead("opinions", new LearningOutcome.Learned(6, 2, false), TIMES);
        metrics.roundRead("opinions", new LearningOutcome.Learned(7, 2, true), TIMES);
        metrics.roundRead("opinions", new LearningOutcome.LeftOut(LearningOutcome.Reason.TOO_OLD), TIMES);
        metrics.roundRead("opinions", new LearningOutcome.Duplicate(), TIMES);

        // Then
        assertThat(count("promptstream.proposals", "role", "explore")).isEqualTo(48);
        assertThat(count("promptstream.rounds.learned")).isEqualTo(2);
        assertThat(count("promptstream.policy.drifts")).isEqualTo(1);
        assertThat(count("promptstream.rounds.left.out", "reason", "too_old")).isEqualTo(1);
        assertThat(count("promptstream.rounds.repeated")).isEqualTo(1);
        assertThat(registry.get("promptstream.policy.version").gauge().value()).isEqualTo(7);
        assertThat(registry.get("promptstream.policy.lag").summary().totalAmount())
                .isEqualTo(4);
        assertThat(registry.get("promptstream.hop.duration")
                        .tag("hop", "round_to_version")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(500);
    }

    @Test
    void tellsWhetherExploringHasStopped() {
        metrics.exploration("opinions", true);
        assertThat(registry.get("promptstream.policy.stopped").gauge().value()).isEqualTo(1);

        metrics.exploration("opinions", false);
        assertThat(registry.get("promptstream.policy.stopped").gauge().value()).isZero();
    }

    private double count(String name, String... tags) {
        return registry.get(name).tag("task", "opinions").tags(tags).counter().count();
    }
}
