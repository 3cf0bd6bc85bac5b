package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptResult;
import io.promptstream.event.Provenance;
import io.promptstream.event.QueryReward;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.kafka.DeadLetterCounters;
import io.promptstream.reward.Events;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.HopTimers;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MeteredRewardsTest {
    private static final Provenance PROVENANCE = Events.explore(new UUID(1, 2), 2, 2, 0, 0);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MeteredRewards metrics = new MeteredRewards(
            registry,
            new HopTimers(registry),
            new DeadLetterCounters(registry),
            TopicCatalogue.withDefaults(),
            id -> Optional.of(Events.task()).filter(task -> task.getTaskId().equals(id)));

    @Test
    void gainsAndLossesAreApartSoThatNeitherFalls() {
        // When
        reward(120.0);
        reward(-45.5);
        reward(-10.0);
        reward(null);

        // Then
        assertThat(explored("promptstream.reward.gained")).isEqualTo(120);
        assertThat(explored("promptstream.reward.lost")).isEqualTo(55.5);
        assertThat(explored("promptstream.rewards", "outcome", "rewarded")).isEqualTo(3);
        assertThat(explored("promptstream.rewards", "outcome", "failed")).isEqualTo(1);
        assertThat(explored("promptstream.answers.judged")).isEqualTo(3);
        assertThat(explored("promptstream.answers.correct")).isEqualTo(1);
    }

    @Test
    void theWayFromAQueryToItsRewardCountsWhereItsBeginningIsKnown() {
        // Given
        Provenance asked = Provenance.newBuilder(PROVENANCE)
                .setAskedAt(Events.TIME.minusSeconds(3))
                .build();

        // When
        reward(1.0);
        metrics.rewarded(Events.output("q", asked, 1, 0), Events.reward("q", asked, 1.0));

        // Then
        Timer whole = registry.get("promptstream.hop.duration")
                .tags("hop", "query_to_reward", "role", "explore")
                .timer();
        assertThat(whole.count()).isEqualTo(1);
        assertThat(whole.totalTime(TimeUnit.SECONDS)).isEqualTo(3);
    }

    @Test
    void aTaskThatIsNotThereMakesNoSeries() {
        // When
        metrics.repeatedOutput("garbage-1");
        metrics.repeatedOutput("garbage-2");

        // Then
        assertThat(registry.get("promptstream.outputs.repeated").counters())
                .singleElement()
                .satisfies(counter -> {
                    assertThat(counter.getId().getTag("task")).isEqualTo("unknown");
                    assertThat(counter.count()).isEqualTo(2);
                });
    }

    @Test
    void theMeanOfARoundIsOfWhatItMeasured() {
        // Given
        metrics.roundClosed(round(new QueryReward(0, 10.0, true, false), new QueryReward(1, 30.0, true, false)));
        assertThat(meanOfLastRound()).isEqualTo(20);

        // When
        metrics.roundClosed(round(new QueryReward(0, -4.0, false, false), new QueryReward(1, 99.0, null, true)));

        // Then
        assertThat(meanOfLastRound()).isEqualTo(-4);
        assertThat(registry.get("promptstream.rounds.closed")
                        .tag("closing", "deadline")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void thereIsNoMeanBeforeTheFirstRound() {
        // When
        reward(120.0);

        // Then
        assertThat(registry.find("promptstream.round.reward.mean").gauge()).isNull();
    }

    @Test
    void theMeanIsRegisteredOnce() {
        // Given
        Logger logger = (Logger) LoggerFactory.getLogger(MeterRegistry.class.getPackageName());
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);

        // When
        metrics.roundClosed(round(new QueryReward(0, 1.0, true, false)));
        metrics.roundClosed(round(new QueryReward(0, 2.0, true, false)));

        // Then
        logger.detachAppender(lines);
        assertThat(meanOfLastRound()).isEqualTo(2);
        assertThat(lines.list).isEmpty();
    }

    private void reward(@Nullable Double value) {
        Reward reward = Events.reward("q", PROVENANCE, value);
        metrics.rewarded(Events.output("q", PROVENANCE, 1, 0), reward);
    }

    private double explored(String name, String... tags) {
        return registry.get(name)
                .tags("task", Events.TASK, "role", "explore")
                .tags(tags)
                .counter()
                .count();
    }

    private double meanOfLastRound() {
        return registry.get("promptstream.round.reward.mean").gauge().value();
    }

    private static RoundResult round(QueryReward... rewards) {
        return new RoundResult(
                new UUID(1, 2),
                Events.TASK,
                1L,
                3L,
                RoundClosing.DEADLINE,
                List.of(new PromptResult(
                        PROVENANCE.getPrompt(),
                        0,
                        PromptOrigin.SAMPLED,
                        -1.0,
                        PROVENANCE.getTruncation(),
                        42L,
                        List.of(rewards),
                        List.of(),
                        List.of())),
                2,
                rewards.length,
                0,
                Events.TIME,
                Events.TIME.plusSeconds(3),
                0,
                List.of());
    }
}
