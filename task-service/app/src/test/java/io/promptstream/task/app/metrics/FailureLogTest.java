package io.promptstream.task.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.promptstream.event.FailureCode;
import io.promptstream.task.Events;
import io.promptstream.task.FakeTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailureLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(FailureLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final FakeTime time = new FakeTime(Events.NOW);
    private final FailureLog log = new FailureLog(time);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
    }

    @Test
    void tellsTheFirstFailureOfEveryTaskAndCode() {
        // When
        log.failed("reviews", FailureCode.MODEL_UNAVAILABLE, "the endpoint is unavailable");
        log.failed("reviews", FailureCode.MODEL_UNAVAILABLE, "the endpoint is still away");
        log.failed("reviews", FailureCode.INPUT_TOO_LONG, "9 tokens");
        log.failed("news", FailureCode.MODEL_UNAVAILABLE, "the endpoint is unavailable");

        // Then
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "A proposal of task reviews failed, model unavailable: the endpoint is unavailable",
                        "A proposal of task reviews failed, input too long: 9 tokens",
                        "A proposal of task news failed, model unavailable: the endpoint is unavailable");
    }

    @Test
    void countsTheOthersAndTellsThemOnceAMinute() {
        // Given
        for (int i = 0; i < 1000; i++) {
            log.failed("reviews", FailureCode.MODEL_UNAVAILABLE, "failure " + i);
        }
        time.pass(FailureLog.INTERVAL.plus(Duration.ofSeconds(1)));

        // When
        log.failed("reviews", FailureCode.MODEL_UNAVAILABLE, "the endpoint is unavailable");

        // Then
        assertThat(lines.list).hasSize(2);
        assertThat(lines.list.getLast().getFormattedMessage())
                .isEqualTo(
                        "1000 more proposals of task reviews failed since 2026-05-04T10:15:30Z, model unavailable; the last: the endpoint is unavailable");
    }

    @Test
    void forgetsKindsOfFailureThatItHasNotMetForLong() {
        // Given
        log.failed("old", FailureCode.MODEL_FAILURE, "broken");
        log.failed("busy", FailureCode.MODEL_FAILURE, "broken");
        for (int i = 0; i < FailureLog.MOST_KINDS - 1; i++) {
            log.failed("task-" + i, FailureCode.MODEL_FAILURE, "broken");
            log.failed("busy", FailureCode.MODEL_FAILURE, "broken");
        }
        lines.list.clear();

        // When
        log.failed("busy", FailureCode.MODEL_FAILURE, "still broken");
        log.failed("old", FailureCode.MODEL_FAILURE, "still broken");

        // Then
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("A proposal of task old failed, model failure: still broken");
    }

    @Test
    void doesNotRepeatWholeTexts() {
        // When
        log.failed("reviews", FailureCode.MODEL_FAILURE, "x".repeat(1 << 20));

        // Then
        assertThat(lines.list.getFirst().getFormattedMessage()).hasSizeLessThan(1000);
    }
}
