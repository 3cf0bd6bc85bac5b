package io.promptstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.Task;
import io.promptstream.kafka.TaskFinder.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskFinderTest {
    private static final TopicPartition FIRST = new TopicPartition("in", 0);
    private static final TopicPartition SECOND = new TopicPartition("in", 1);

    private final LateTasks tasks = new LateTasks();
    private final TaskFinder finder = new TaskFinder(tasks);
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final PutBack putBack = new PutBack(consumer, finder);

    TaskFinderTest() {
        consumer.subscribe(Set.of("in"));
        consumer.rebalance(Set.of(FIRST, SECOND));
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
    }

    @Test
    void findsAtOnceWhatIsThere() throws InterruptedException {
        // Given
        tasks.read.put("here", task("here", 3));

        // When
        Finding found = finder.find(polled(0, 0), "here", 3);

        // Then
        assertThat(found).isEqualTo(new Finding.Found(task("here", 3)));
        assertThat(tasks.readings).isZero();
    }

    @Test
    void findsWhatWasCommittedButNotReadYetAndNeverWaits() throws InterruptedException {
        // Given
        tasks.read.put("changed", task("changed", 1));
        tasks.committed.put("changed", task("changed", 2));
        ConsumerRecord<String, byte[]> record = polled(0, 0);

        // When
        assertThat(finder.find(record, "changed", 2)).isEqualTo(new Finding.Pending());
        assertThat(finder.isCatchingUp()).isTrue();
        tasks.catchUp();

        // Then
        assertThat(finder.isCatchingUp()).isFalse();
        assertThat(finder.find(record, "changed", 2)).isEqualTo(new Finding.Found(task("changed", 2)));
    }

    @Test
    void oneReadingIsEnoughForAllRecordsThatWereReadBefore() throws InterruptedException {
        // Given
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        for (int offset = 0; offset < 1_000; offset++) {
            records.add(record(0, offset));
        }
        finder.polled(records);
        finder.find(records.getFirst(), "unknown", 0);
        catchUp();

        // When
        for (ConsumerRecord<String, byte[]> record : records) {
            assertThat(finder.find(record, "unknown", 0)).isEqualTo(new Finding.Missing());
        }

        // Then
        assertThat(tasks.readings).isEqualTo(1);
    }

    @Test
    void aRecordThatWasReadLaterNeedsAReadingOfItsOwn() throws InterruptedException {
        // Given
        ConsumerRecord<String, byte[]> first = polled(0, 0);
        finder.find(first, "unknown", 0);
        ConsumerRecord<String, byte[]> later = polled(1, 0);
        catchUp();

        // When / Then
        assertThat(finder.find(first, "unknown", 0)).isEqualTo(new Finding.Missing());
        assertThat(finder.find(later, "unknown", 0)).isEqualTo(new Finding.Pending());
        assertThat(tasks.readings).isEqualTo(2);
    }

    @Test
    void anEarlierRevisionIsBetterThanNone() throws InterruptedException {
        // Given
        tasks.read.put("here", task("here", 1));
        ConsumerRecord<String, byte[]> record = polled(0, 0);

        // When
        finder.find(record, "here", Long.MAX_VALUE);
        catchUp();

        // Then
        assertThat(finder.find(record, "here", Long.MAX_VALUE)).isEqualTo(new Finding.Found(task("here", 1)));
    }

    @Test
    void afterAReadingThatFailedAnotherOneBegins() throws InterruptedException {
        // Given
        ConsumerRecord<String, byte[]> record = polled(0, 0);
        finder.find(record, "unknown", 0);
        tasks.failure = new KafkaException("no broker");
        assertThatThrownBy(finder::isCatchingUp).isInstanceOf(KafkaException.class);
        tasks.failure = null;

        // When
        assertThat(finder.find(record, "unknown", 0)).isEqualTo(new Finding.Pending());
        catchUp();

        // Then
        assertThat(finder.find(record, "unknown", 0)).isEqualTo(new Finding.Missing());
    }

    @Test
    void putsBackInOrderWhileOtherPartitionsGoOn() throws InterruptedException {
        // Given
        consumer.addRecord(record(0, 0));
        consumer.addRecord(record(0, 1));
        consumer.addRecord(record(1, 0));
        List<String> dealtWith = deal();

        // When
        consumer.addRecord(record(1, 1));
        dealtWith.addAll(deal());

        // Then the first partition waits
        assertThat(dealtWith).containsExactly("in-1@0", "in-1@1");
        assertThat(consumer.position(FIRST)).isZero();

        // When
        tasks.catchUp();
        consumer.addRecord(record(0, 0));
        consumer.addRecord(record(0, 1));
        List<String> after = deal();

        // Then
        assertThat(after).containsExactly("in-0@0", "in-0@1");
        assertThat(consumer.position(FIRST)).isEqualTo(2);
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void aPartitionThatWasAssignedAgainIsReadFromItsCommittedOffset() throws InterruptedException {
        // Given
        consumer.addRecord(record(0, 0));
        deal();

        // When
        consumer.rebalance(Set.of(SECOND));
        consumer.rebalance(Set.of(FIRST, SECOND));
        consumer.seek(FIRST, 0);
        consumer.addRecord(record(0, 0));
        tasks.read.put("task-0", task("task-0", 1));

        // Then
        assertThat(deal()).containsExactly("in-0@0");
    }

    private void catchUp() throws InterruptedException {
        tasks.catchUp();
        assertThat(finder.isCatchingUp()).isFalse();
    }

    /** One pass of a loop: records of the first partition wait for a task that is not there. */
    private List<String> deal() throws InterruptedException {
        List<String> dealtWith = new ArrayList<>();
        tasks.read.put("task-1", task("task-1", 1));
        for (ConsumerRecord<String, byte[]> record : putBack.poll(Duration.ZERO)) {
            if (putBack.covers(record)) {
                continue;
            }
            switch (finder.find(record, "task-" + record.partition())) {
                case Finding.Pending pending -> putBack.put(record);
                case Finding.Found found -> dealtWith.add(name(record));
                case Finding.Missing missing -> dealtWith.add(name(record));
            }
        }
        return dealtWith;
    }

    private static String name(ConsumerRecord<?, ?> record) {
        return "%s-%d@%d".formatted(record.topic(), record.partition(), record.offset());
    }

    private ConsumerRecord<String, byte[]> polled(int partition, long offset) {
        ConsumerRecord<String, byte[]> record = record(partition, offset);
        finder.polled(List.of(record));
        return record;
    }

    private static ConsumerRecord<String, byte[]> record(int partition, long offset) {
        return new ConsumerRecord<>("in", partition, offset, "key", new byte[] {1});
    }

    private static Task task(String id, long revision) {
        Task task = new Task();
        task.put("taskId", id);
        task.put("revision", revision);
        return task;
    }

    /** Reads what is committed only when told to. */
    private static final class LateTasks implements CurrentTasks {
        private final Map<String, Task> read = new HashMap<>();
        private final Map<String, Task> committed = new HashMap<>();
        private int readings;
        private int endedReadings;
        private @Nullable KafkaException failure;

        @Override
        public Optional<Task> find(String taskId) {
            return Optional.ofNullable(read.get(taskId));
        }

        void catchUp() {
            endedReadings = readings;
            read.putAll(committed);
        }

        @Override
        public CatchUp beginCatchUp() {
            int number = ++readings;
            return () -> {
                if (failure != null) {
                    throw failure;
                }
                return endedReadings >= number;
            };
        }
    }
}
