package io.promptstream.schemas.size;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordLimitsTest {
    private static final int LIMIT = 100;

    private final RecordLimits limits = new RecordLimits(Map.of("queries", LIMIT));

    @Test
    void countsKeyValueAndHeadersInBytes() {
        var headers = new RecordHeaders().add("é", new byte[3]).add("none", null);
        assertThat(RecordSize.of("ä€", new byte[7], headers)).isEqualTo(2 + 3 + 7 + 2 + 3 + 4);
        assertThat(RecordSize.of((String) null, null, new RecordHeaders())).isZero();
    }

    @Test
    void takesTheLargestAndRefusesOneByteMoreWithItsSize() {
        assertThatCode(() -> limits.check(record("queries", LIMIT))).doesNotThrowAnyException();
        assertThatThrownBy(() -> limits.check(record("queries", LIMIT + 1)))
                .isInstanceOf(OversizedRecordException.class)
                .hasMessage("the record for queries has 101 bytes, uncompressed; write at most 100");
    }

    @Test
    void limitsNothingOnTopicsThatItDoesNotKnow() {
        assertThat(limits.of("other")).isEqualTo(OptionalInt.empty());
        assertThatCode(() -> limits.check(record("other", LIMIT + 1))).doesNotThrowAnyException();
    }

    @Test
    void knowsAllTopicsAndTheirDeadLetters() {
        TopicCatalogue topics = TopicCatalogue.withDefaults();
        assertThat(topics.limits().byTopic().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        topics.all().stream().map(Topic::name).toList());
        assertThat(topics.queries().largestRecordBytes()).isEqualTo(1_043_456);
        assertThat(topics.deadLetters(topics.queries()).largestRecordBytes())
                .isGreaterThan(topics.queries().largestRecordBytes() + 32 * 1024);
    }

    /** What cannot be compressed fits too: a record of the largest size makes a batch that the broker takes. */
    @ParameterizedTest
    @EnumSource(
            value = CompressionType.class,
            names = {"NONE", "GZIP", "LZ4", "ZSTD"})
    void theLargestRecordFitsUnderEveryCodec(CompressionType codec) {
        for (Topic topic : TopicCatalogue.withDefaults().all()) {
            byte[] noise = new byte[topic.largestRecordBytes() - 10];
            new Random(1).nextBytes(noise);
            int batch = MemoryRecords.withRecords(
                            Compression.of(codec).build(), new SimpleRecord("0123456789".getBytes(UTF_8), noise))
                    .sizeInBytes();
            assertThat(batch).as(topic.name()).isLessThanOrEqualTo(topic.maxMessageBytes());
        }
    }

    private static ProducerRecord<String, byte[]> record(String topic, int bytes) {
        return new ProducerRecord<>(topic, "key", new byte[bytes - 3]);
    }
}
