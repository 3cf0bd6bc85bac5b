package io.promptstream.policy.app.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.kafka.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class RequestTransactionsTest {
    private static final List<ProducerRecord<String, byte[]>> RECORDS =
            List.of(new ProducerRecord<>("t", "a", new byte[1]), new ProducerRecord<>("t", "b", new byte[1]));

    private final List<MockProducer<String, byte[]>> producers = new ArrayList<>();
    private final RequestTransactions transactions = new RequestTransactions(this::transactions, Duration.ofMillis(50));

    @Test
    void publishesARequestInOneTransaction() {
        // When
        transactions.publish(RECORDS);
        transactions.publish(RECORDS);

        // Then
        assertThat(producers).hasSize(1);
        assertThat(producers.getFirst().commitCount()).isEqualTo(2);
        assertThat(producers.getFirst().history()).hasSize(4);
    }

    @Test
    void publishesAgainAfterAnotherProcessTookItsName() {
        // Given
        transactions.publish(RECORDS);
        producers.getFirst().fenceProducer();

        // When
        transactions.publish(RECORDS);

        // Then
        assertThat(producers).hasSize(2);
        assertThat(producers.getLast().commitCount()).isEqualTo(1);
        assertThat(producers.getLast().history()).isEqualTo(RECORDS);
    }

    @Test
    void beginsAnewAfterAFailureAndLeavesNothingOfIt() {
        // Given
        transactions.publish(RECORDS);
        producers.getFirst().commitTransactionException = new KafkaException("away");

        // When
        assertThatThrownBy(() -> transactions.publish(RECORDS)).hasMessage("away");
        transactions.publish(RECORDS);

        // Then
        assertThat(producers.getFirst().history()).isEqualTo(RECORDS);
        assertThat(producers.getFirst().closed()).isTrue();
        assertThat(producers.getLast().history()).isEqualTo(RECORDS);
    }

    @Test
    void aRequestDoesNotWaitForOthersForEver() throws Exception {
        // Given
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        RequestTransactions slow = new RequestTransactions(
                () -> {
                    began.countDown();
                    awaitQuietly(answered);
                    return transactions();
                },
                Duration.ofMillis(50));
        Thread first = Thread.ofVirtual().start(() -> slow.publish(RECORDS));
        began.await();

        // When
        assertThatThrownBy(() -> slow.publish(RECORDS))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("other requests");

        // Then
        answered.countDown();
        first.join();
        assertThat(producers.getLast().history()).isEqualTo(RECORDS);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Transactions transactions() {
        MockProducer<String, byte[]> producer =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producers.add(producer);
        return new Transactions(producer);
    }
}
