package io.promptstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class TransactionsTest {
    private static final byte[] VALUE = {1};
    private static final TopicPartition FIRST = new TopicPartition("in", 0);
    private static final TopicPartition SECOND = new TopicPartition("in", 1);

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(Cluster.empty(), true, null, new StringSerializer(), new ByteArraySerializer());
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final List<String> done = new ArrayList<>();
    private final Transactions transactions;

    TransactionsTest() {
        producer.initTransactions();
        consumer.subscribe(Set.of("in"));
        consumer.rebalance(Set.of(FIRST, SECOND));
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 5L));
        transactions = new Transactions(producer);
    }

    @Test
    void commitsWhatWasSentWithThePositionsOfAllPartitions() {
        // Given
        consumer.addRecord(new ConsumerRecord<>("in", 0, 0, "key", new byte[1]));
        consumer.poll(Duration.ZERO);

        // When
        transactions.send(record("a"));
        transactions.afterCommit(() -> done.add("counted"));
        assertThat(producer.history()).isEmpty();
        transactions.commit(consumer);

        // Then
        assertThat(producer.history()).containsExactly(record("a"));
        assertThat(offsets()).containsEntry(FIRST, 1L).containsEntry(SECOND, 5L);
        assertThat(done).containsExactly("counted");
        assertThat(transactions.isOpen()).isFalse();
    }

    @Test
    void commitsPositionsThoughNothingWasSent() {
        // Given
        consumer.poll(Duration.ZERO);

        // When
        transactions.commit(consumer);

        // Then a member that the group has removed would be refused
        assertThat(offsets()).containsOnlyKeys(FIRST, SECOND);
    }

    @Test
    void opensNoTransactionForNothing() {
        // When
        transactions.commit();

        // Then
        assertThat(producer.commitCount()).isZero();
    }

    @Test
    void abortsWhatIsOpenWhenItIsClosed() {
        // Given
        transactions.send(record("a"));
        transactions.afterCommit(() -> done.add("counted"));

        // When
        transactions.close();

        // Then
        assertThat(producer.transactionAborted()).isTrue();
        assertThat(producer.closed()).isTrue();
        assertThat(done).isEmpty();
    }

    @Test
    void goesOnAfterAnAbort() {
        // Given
        transactions.send(record("a"));
        transactions.afterCommit(() -> done.add("a"));
        transactions.abort();

        // When
        transactions.send(record("b"));
        transactions.afterCommit(() -> done.add("b"));
        transactions.commit();

        // Then
        assertThat(producer.history()).containsExactly(record("b"));
        assertThat(done).containsExactly("b");
    }

    @Test
    void aFencedOneCommitsNothingAndClosesAllTheSame() {
        // Given
        transactions.send(record("a"));
        transactions.afterCommit(() -> done.add("counted"));
        producer.fenceProducer();

        // When / Then
        assertThatThrownBy(() -> transactions.commit(consumer)).isInstanceOf(ProducerFencedException.class);
        transactions.close();
        assertThat(producer.history()).isEmpty();
        assertThat(producer.closed()).isTrue();
        assertThat(done).isEmpty();
    }

    @Test
    void afterALostAcknowledgementNothingIsSentAgain() {
        // Given
        transactions.send(record("a"));
        transactions.afterCommit(() -> done.add("counted"));
        producer.commitTransactionException = new TimeoutException("no acknowledgement");

        // When
        assertThatThrownBy(transactions::commit).isInstanceOf(TimeoutException.class);
        transactions.close();

        // Then only the broker knows; the next producer of this id reads on from the group's offsets
        assertThat(producer.closed()).isTrue();
        assertThat(done).isEmpty();
    }

    @Test
    void aFigureThatCannotBeCountedDoesNotUndoACommit() {
        // Given
        transactions.send(record("a"));
        transactions.afterCommit(() -> {
            throw new IllegalStateException("no registry");
        });
        transactions.afterCommit(() -> done.add("counted"));

        // When
        transactions.commit();

        // Then
        assertThat(producer.commitCount()).isOne();
        assertThat(done).containsExactly("counted");
    }

    private Map<TopicPartition, Long> offsets() {
        return producer.consumerGroupOffsetsHistory().getLast().values().iterator().next().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private static ProducerRecord<String, byte[]> record(String key) {
        return new ProducerRecord<>("out", key, VALUE);
    }
}
