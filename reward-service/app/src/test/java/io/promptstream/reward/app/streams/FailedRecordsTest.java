package io.promptstream.reward.app.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.reward.app.RecordedMetrics;
import io.promptstream.reward.event.UnusableEventException;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.size.RecordLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

class FailedRecordsTest {
    private static final byte[] KEY = {1};
    private static final byte[] VALUE = {2, 3};

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final FailedRecords failed =
            new FailedRecords(new DeadLetters("reward-service", RecordLimits.none()), Set.of("queries"), metrics);

    @Test
    void keepsTheBytesAndSaysWhy() {
        // When
        List<ProducerRecord<byte[], byte[]>> letters = failed.letter(
                new Source("queries"), KEY, VALUE, new UnusableEventException(DeadLetterReason.UNREADABLE, "no event"));

        // Then
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo("queries.dead-letters");
            assertThat(letter.key()).isEqualTo(KEY);
            assertThat(letter.value()).isEqualTo(VALUE);
            assertThat(header(letter, "trace")).isEqualTo("kept");
            assertThat(header(letter, DeadLetters.REASON)).isEqualTo("no event");
            assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo("7");
            assertThat(header(letter, DeadLetters.SERVICE)).isEqualTo("reward-service");
        });
        assertThat(metrics.counted()).containsExactly("deadLetter queries UNREADABLE");
    }

    @Test
    void stopsTheStreamWhenKafkaIsTheReason() {
        // When
        List<ProducerRecord<byte[], byte[]>> letters = failed.letter(
                new Source("queries"), KEY, VALUE, new IllegalStateException("wrapped", new TimeoutException("away")));

        // Then
        assertThat(letters).isEmpty();
        assertThat(metrics.counted()).isEmpty();
    }

    @Test
    void saysOfAFaultThatItIsOne() {
        // When
        List<ProducerRecord<byte[], byte[]>> letters =
                failed.letter(new Source("queries"), KEY, VALUE, new IllegalStateException("odd"));

        // Then
        assertThat(letters)
                .singleElement()
                .satisfies(letter -> assertThat(header(letter, DeadLetters.REASON))
                        .isEqualTo("could not be processed: IllegalStateException: odd"));
    }

    @Test
    void countsByTheKindOfTheReason() {
        // When
        failed.letter(
                new Source("queries"),
                KEY,
                VALUE,
                new UnusableEventException(DeadLetterReason.WRONG_KEY, "under a key of another"));
        failed.letter(new Source("queries"), KEY, VALUE, new IllegalArgumentException("no such place in the round"));
        failed.letter(new Source("queries"), KEY, VALUE, new IllegalStateException("odd"));

        // Then
        assertThat(metrics.counted())
                .containsExactly(
                        "deadLetter queries WRONG_KEY", "deadLetter queries INVALID", "deadLetter queries FAILED");
    }

    @Test
    void aLetterThatWouldBeTooLargeIsWithoutItsValue() {
        // Given
        RecordLimits limits = new RecordLimits(Map.of("queries.dead-letters", 1_000));
        FailedRecords limited =
                new FailedRecords(new DeadLetters("reward-service", limits), Set.of("queries"), metrics);

        // When
        List<ProducerRecord<byte[], byte[]>> letters = limited.letter(
                new Source("queries"), KEY, new byte[900], new OversizedRecordException("rewards", 5_000, 4_000));

        // Then
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo(KEY);
            assertThat(letter.value()).isNull();
            assertThat(header(letter, "trace")).isEqualTo("kept");
            assertThat(header(letter, DeadLetters.SIZE)).isEqualTo("910");
            assertThat(header(letter, DeadLetters.REASON)).contains("5000 bytes", "write at most 4000");
        });
        assertThat(metrics.counted()).containsExactly("deadLetter queries TOO_LARGE");
    }

    @Test
    void stopsTheStreamWhenTheRecordIsItsOwn() {
        assertThat(failed.letter(new Source("rounds-repartition"), KEY, VALUE, new IllegalArgumentException("bug")))
                .isEmpty();
    }

    private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** A record at partition 2, offset 7. */
    private record Source(String topic) implements ErrorHandlerContext {
        @Override
        public int partition() {
            return 2;
        }

        @Override
        public long offset() {
            return 7;
        }

        @Override
        public Headers headers() {
            return new RecordHeaders().add("trace", "kept".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String processorNodeId() {
            return "source";
        }

        @Override
        public TaskId taskId() {
            return new TaskId(0, 2);
        }

        @Override
        public long timestamp() {
            return 5;
        }

        @Override
        public byte[] sourceRawKey() {
            return KEY;
        }

        @Override
        public byte[] sourceRawValue() {
            return VALUE;
        }
    }
}
