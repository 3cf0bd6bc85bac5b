package io.promptstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

class OwnedPartitionsTest {
    private static final TopicPartition FIRST = new TopicPartition("in", 0);
    private static final TopicPartition SECOND = new TopicPartition("in", 1);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest") {
        @Override
        public synchronized long position(TopicPartition partition) {
            if (wakeups-- > 0) {
                throw new WakeupException();
            }
            wakeups = 0;
            return super.position(partition);
        }
    };
    private int wakeups;
    private final List<String> events = new ArrayList<>();
    private final OwnedPartitions<String> partitions = new OwnedPartitions<>(consumer, new Recording());

    OwnedPartitionsTest() {
        consumer.subscribe(Set.of("in"), partitions);
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
    }

    @Test
    void loadsWhatIsAssignedOnceAndNotDuringTheRebalance() throws InterruptedException {
        // Given
        consumer.rebalance(Set.of(FIRST));
        assertThat(events).isEmpty();
        assertThat(partitions.find(FIRST)).isEmpty();

        // When
        partitions.load();
        partitions.load();

        // Then
        assertThat(events).containsExactly("load in-0");
        assertThat(partitions.find(0)).contains("state of in-0");
        assertThat(partitions.find(FIRST).map(partitions::holds)).contains(true);
    }

    @Test
    void commitsBeforeItForgetsWhatIsRevoked() throws InterruptedException {
        // Given
        consumer.rebalance(Set.of(FIRST, SECOND));
        partitions.load();
        events.clear();

        // When
        partitions.onPartitionsRevoked(Set.of(FIRST));

        // Then
        assertThat(events).containsExactly("commit", "release [in-0]");
        assertThat(partitions.find(FIRST)).isEmpty();
        assertThat(partitions.all()).containsOnlyKeys(SECOND);
    }

    @Test
    void doesNotLoadWhatIsGoneAgain() throws InterruptedException {
        // Given
        consumer.rebalance(Set.of(FIRST));
        partitions.onPartitionsRevoked(Set.of(FIRST));
        events.clear();

        // When
        partitions.load();

        // Then
        assertThat(events).isEmpty();
    }

    @Test
    void commitsNothingOfWhatIsLostAndStartsOver() throws InterruptedException {
        // Given
        consumer.rebalance(Set.of(FIRST));
        partitions.load();
        events.clear();

        // When / Then
        assertThatThrownBy(() -> partitions.onPartitionsLost(Set.of(FIRST)))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("lost [in-0]");
        assertThat(events).containsExactly("release [in-0]");
        assertThat(partitions.find(FIRST)).isEmpty();
    }

    @Test
    void whileClosingItOnlyForgets() throws InterruptedException {
        // Given
        consumer.rebalance(Set.of(FIRST, SECOND));
        partitions.load();
        events.clear();

        // When
        partitions.closing();
        partitions.onPartitionsRevoked(Set.of(FIRST));
        partitions.onPartitionsLost(Set.of(SECOND));

        // Then
        assertThat(events).containsExactly("release [in-0]", "release [in-1]");
    }

    @Test
    void aStateOfAnEarlierAssignmentIsNotHeld() throws InterruptedException {
        // Given
        consumer.rebalance(Set.of(FIRST));
        partitions.load();
        String before = partitions.find(FIRST).orElseThrow();
        partitions.onPartitionsRevoked(Set.of(FIRST));
        partitions.onPartitionsAssigned(Set.of(FIRST));

        // When / Then
        assertThat(partitions.holds(before)).isFalse();
    }

    @Test
    void aWakeupDoesNotEndTheLoading() throws InterruptedException {
        // Given
        consumer.rebalance(Set.of(FIRST));
        wakeups = 1;

        // When
        partitions.load();

        // Then
        assertThat(events).containsExactly("load in-0");
        assertThat(wakeups).isZero();
    }

    private final class Recording implements OwnedPartitions.Handover<String> {
        @Override
        public String load(TopicPartition partition) {
            events.add("load " + partition);
            return "state of " + partition;
        }

        @Override
        public void commit() {
            events.add("commit");
        }

        @Override
        public void release(Map<TopicPartition, String> gone) {
            Collection<TopicPartition> names = gone.keySet();
            if (!names.isEmpty()) {
                events.add("release " + names);
            }
        }
    }
}
