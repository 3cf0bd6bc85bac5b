package io.promptstream.task.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PendingRecordsTest {
    private final PendingRecords pending = new PendingRecords();

    @Test
    void givesRecordsOutInOrderAndOnce() {
        // Given
        pending.addAll(List.of(record(0, 1), record(1, 1), record(0, 2)));

        // When / Then
        assertThat(pending.take(2)).extracting(ConsumerRecord::offset).containsExactly(1L, 1L);
        assertThat(pending.take(2)).extracting(ConsumerRecord::offset).containsExactly(2L);
        assertThat(pending.isEmpty()).isTrue();
    }

    @Test
    void forgetsThoseOfAPartitionThatIsTakenAway() {
        // Given
        pending.addAll(List.of(record(0, 1), record(1, 1), record(0, 2)));

        // When
        pending.onPartitionsRevoked(List.of(new TopicPartition("proposals", 0)));

        // Then
        assertThat(pending.take(9)).extracting(ConsumerRecord::partition).containsExactly(1);
    }

    private static ConsumerRecord<String, byte[]> record(int partition, long offset) {
        return new ConsumerRecord<>("proposals", partition, offset, "key", new byte[] {});
    }
}
