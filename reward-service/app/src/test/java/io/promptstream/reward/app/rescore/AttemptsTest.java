package io.promptstream.reward.app.rescore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final UUID ID = UUID.randomUUID();

    private final Attempts attempts = new Attempts();

    @Test
    void triesAgainWhatTheBrokerMayHaveCaused() {
        assertThat(attempts.again(ID, away())).isTrue();
        assertThat(attempts.again(ID, away())).isTrue();
        assertThat(attempts.again(ID, away())).isFalse();
        assertThat(attempts.again(UUID.randomUUID(), away())).isTrue();
    }

    @Test
    void countsFromZeroAgainOnceItProgresses() {
        // Given
        attempts.again(ID, away());
        attempts.again(ID, away());

        // When
        attempts.succeeded(ID);

        // Then
        assertThat(attempts.again(ID, away())).isTrue();
    }

    @Test
    void doesNotTryAgainWhatWouldFailAgain() {
        assertThat(attempts.again(ID, new IllegalArgumentException("no such topic")))
                .isFalse();
        assertThat(attempts.again(ID, new KafkaException(new RecordTooLargeException("too large"))))
                .isFalse();
    }

    @Test
    void aLostPlaceIsNoFaultOfARescoring() {
        assertThat(Attempts.concernsTheLoop(new KafkaException(new CommitFailedException())))
                .isTrue();
        assertThat(Attempts.concernsTheLoop(away())).isFalse();
    }

    @Test
    void saysWhatFailedAndTheInnermostReason() {
        assertThat(Attempts.reason(away())).isEqualTo("failed: TimeoutException: no answer");
        assertThat(Attempts.reason(new KafkaException(new TimeoutException("no answer"))))
                .isEqualTo("TimeoutException: no answer");
        assertThat(Attempts.reason(new IllegalStateException())).isEqualTo("IllegalStateException");
    }

    private static KafkaException away() {
        return new KafkaException("failed", new TimeoutException("no answer"));
    }
}
