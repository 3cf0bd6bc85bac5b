package io.promptstream.schemas.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.schemas.size.RecordLimits;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private final DeadLetters deadLetters = new DeadLetters("task-service", RecordLimits.none());

    @Test
    void keepsTheBytesAndSaysWhyAndWhence() {
        // Given
        var value = new byte[] {9, 8, 7};
        var source = record(value);

        // When
        var letter = deadLetters.of(source, "not ours", "java.lang.Exception");

        // Then
        assertThat(letter.topic()).isEqualTo("queries.dead-letters");
        assertThat(letter.key()).isEqualTo("q1");
        assertThat(letter.value()).isSameAs(value);
        assertThat(header(letter, "trace")).isEqualTo("kept");
        assertThat(header(letter, DeadLetters.REASON)).isEqualTo("not ours");
        assertThat(header(letter, DeadLetters.EXCEPTION)).isEqualTo("java.lang.Exception");
        assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo("queries");
        assertThat(header(letter, DeadLetters.PARTITION)).isEqualTo("3");
        assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo("41");
        assertThat(header(letter, DeadLetters.TIMESTAMP)).isEqualTo("1790000000000");
        assertThat(header(letter, DeadLetters.SERVICE)).isEqualTo("task-service");
    }

    @Test
    void leavesTheSourcesHeadersAsTheyAre() {
        var source = record(new byte[0]);
        deadLetters.of(source, "why", null);
        assertThat(source.headers().toArray()).hasSize(1);
    }

    @Test
    void shortensAReasonThatQuotesMuchInput() {
        var letter = deadLetters.of(record(new byte[0]), "x".repeat(1_000_000), null);
        assertThat(header(letter, DeadLetters.REASON)).hasSizeLessThan(5_000);
        assertThat(letter.headers().lastHeader(DeadLetters.EXCEPTION)).isNull();
    }

    @Test
    void keepsKeyHeadersAndSizeOfARecordThatDoesNotFit() {
        // Given
        var small = new DeadLetters("task-service", new RecordLimits(Map.of("queries.dead-letters", 1_000)));

        // When
        var letter = small.of(record(new byte[1_000]), "too large", null);

        // Then
        assertThat(letter.key()).isEqualTo("q1");
        assertThat(letter.value()).isNull();
        assertThat(header(letter, "trace")).isEqualTo("kept");
        assertThat(header(letter, DeadLetters.REASON)).isEqualTo("too large");
        assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo("41");
        assertThat(header(letter, DeadLetters.SIZE)).isEqualTo("1011");
        assertThat(header(letter, DeadLetters.LIMIT)).isEqualTo("1000");
    }

    @Test
    void givesUpForeignHeadersOnlyWhereTheyDoNotFitAndNeverItsOwn() {
        // Given
        var small = new DeadLetters("task-service", new RecordLimits(Map.of("queries.dead-letters", 1_000)));
        var source = record(new byte[0]);
        source.headers().add("long", new byte[2_000]);

        // When
        var letter = small.of(source, "too large", null);

        // Then
        assertThat(letter.key()).isEqualTo("q1");
        assertThat(letter.headers().lastHeader("long")).isNull();
        assertThat(header(letter, DeadLetters.REASON)).isEqualTo("too large");
        assertThat(header(letter, DeadLetters.SIZE)).isEqualTo("2015");
    }

    @Test
    void aLetterThatFitsSaysNothingOfSizes() {
        assertThat(deadLetters.of(record(new byte[9]), "why", null).headers().lastHeader(DeadLetters.SIZE))
                .isNull();
    }

    private static ConsumerRecord<String, byte[]> record(byte[] value) {
        var headers = new RecordHeaders();
        headers.add("trace", "kept".getBytes(UTF_8));
        return new ConsumerRecord<>(
                "queries",
                3,
                41,
                1_790_000_000_000L,
                TimestampType.CREATE_TIME,
                2,
                value.length,
                "q1",
                value,
                headers,
                Optional.empty());
    }

    private static String header(ProducerRecord<?, ?> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }
}
