package io.promptstream.reward.rescoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final UUID ID = UUID.randomUUID();
    private static final KafkaException AWAY = new KafkaException("failed", new TimeoutException("no answer"));

    private final Attempts attempts = new Attempts();

    @Test
    void triesAgainWhatTheBrokerMayHaveCaused() {
        assertThat(attempts.again(ID, AWAY)).isTrue();
        assertThat(attempts.again(ID, AWAY)).isTrue();
        assertThat(attempts.again(ID, AWAY)).isFalse();
        assertThat(attempts.again(UUID.randomUUID(), AWAY)).isTrue();
    }

    @Test
    void beginsToCountAnewWhenItGetsOn() {
        // Given
        attempts.again(ID, AWAY);
        attempts.again(ID, AWAY);

        // When
        attempts.succeeded(ID);

        // Then
        assertThat(attempts.again(ID, AWAY)).isTrue();
    }

    @Test
    void doesNotTryAgainWhatWouldFailAgain() {
        assertThat(attempts.again(ID, new IllegalArgumentException("no bookmark")))
                .isFalse();
        assertThat(attempts.again(ID, new KafkaException(new RecordTooLargeException("too large"))))
                .isFalse();
    }

    @Test
    void aLostPlaceIsNoFaultOfARescoring() {
        assertThat(Attempts.concernsTheLoop(new KafkaException(new CommitFailedException())))
                .isTrue();
        assertThat(Attempts.concernsTheLoop(AWAY)).isFalse();
    }

    @Test
    void saysTheInnermostReason() {
        assertThat(Attempts.reason(AWAY)).isEqualTo("TimeoutException: no answer");
    }
}
