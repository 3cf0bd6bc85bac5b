package io.promptstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class TopicReaderTest {
    private static final TopicPartition PARTITION = new TopicPartition("in", 0);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("none");
    private final List<Long> read = new ArrayList<>();

    TopicReaderTest() {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 3L));
        consumer.updateEndOffsets(Map.of(PARTITION, 9L));
    }

    @Test
    void readsFromTheBeginningToTheEndThoughNoRecordIsAtIt() {
        // Given the last record is followed by the marker of its transaction
        TopicReader reader = TopicReader.fromBeginning(consumer, Set.of(PARTITION));
        consumer.schedulePollTask(() -> {
            consumer.addRecord(new ConsumerRecord<>("in", 0, 3, "a", new byte[1]));
            consumer.addRecord(new ConsumerRecord<>("in", 0, 7, "b", new byte[1]));
        });
        consumer.schedulePollTask(() -> consumer.seek(PARTITION, 9));

        // When
        reader.readTo(reader.ends(), Duration.ofSeconds(10), record -> read.add(record.offset()));

        // Then
        assertThat(read).containsExactly(3L, 7L);
        assertThat(reader.hasReached(reader.ends())).isTrue();
    }

    @Test
    void readsFromAnOffset() {
        // Given
        TopicReader reader = TopicReader.from(consumer, Map.of(PARTITION, 8L));
        consumer.addRecord(new ConsumerRecord<>("in", 0, 8, "c", new byte[1]));

        // When
        reader.readTo(reader.ends(), Duration.ofSeconds(10), record -> read.add(record.offset()));

        // Then
        assertThat(read).containsExactly(8L);
    }

    @Test
    void tellsFromWhereOnRecordsAreOfATimeOrLater() {
        // Given a second partition without a record of that time
        TopicPartition older = new TopicPartition("in", 1);
        OffsetAndTimestamp first = new OffsetAndTimestamp(5, 70);
        MockConsumer<String, byte[]> dated = new MockConsumer<>("none") {
            @Override
            public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                    Map<TopicPartition, Long> times) {
                Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
                times.forEach((partition, time) ->
                        found.put(partition, partition.equals(PARTITION) && time <= 70 ? first : null));
                return found;
            }
        };
        TopicReader reader = TopicReader.from(dated, Map.of(PARTITION, 3L, older, 0L));

        // Then
        assertThat(reader.since(Instant.ofEpochMilli(60))).containsExactly(Map.entry(PARTITION, first));
        assertThat(reader.offsetsSince(Instant.ofEpochMilli(60), Map.of(PARTITION, 9L, older, 4L)))
                .isEqualTo(Map.of(PARTITION, 5L, older, 4L));
    }

    @Test
    void givesUpWhereTheEndDoesNotCome() {
        // Given
        TopicReader reader = TopicReader.fromBeginning(consumer, Set.of(PARTITION));

        // When / Then
        assertThatThrownBy(() -> reader.readTo(reader.ends(), Duration.ofNanos(1), record -> read.add(0L)))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("in-0=9");
    }

    @Test
    void closesTheConsumerWhereItCannotBegin() {
        // Given
        MockConsumer<String, byte[]> silent = new MockConsumer<>("none") {
            @Override
            public synchronized List<PartitionInfo> partitionsFor(String topic) {
                throw new TimeoutException("no broker");
            }
        };

        // When / Then
        assertThatThrownBy(() -> TopicReader.fromBeginning(silent, "in")).isInstanceOf(TimeoutException.class);
        assertThat(silent.closed()).isTrue();
    }
}
