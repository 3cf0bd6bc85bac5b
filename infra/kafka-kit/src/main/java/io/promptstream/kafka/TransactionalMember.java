package io.promptstream.kafka;

import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Who reads as a member of a group and writes in transactions, such as the body of a loop.
 *
 * @param purpose part of the transactional id
 * @param mostRecords that a poll returns
 * @param largestValue in bytes; null is in the place of a larger one
 */
public record TransactionalMember(String group, String purpose, int mostRecords, int largestValue) {
    /**
     * Makes something that has these clients for its own and closes them; where it cannot be made, they are closed here: an
     * open consumer would keep its partitions from other members. The transactions come first: they wait for the brokers, and
     * without them there is nothing else to close.
     */
    public <T> T open(
            KafkaClients clients, BiFunction<Consumer<String, byte[]>, Transactions, ? extends T> constructor) {
        Transactions transactions = clients.transactions(purpose);
        Consumer<String, byte[]> consumer = null;
        try {
            consumer =
                    clients.consumer(group, Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, mostRecords), largestValue);
            return constructor.apply(consumer, transactions);
        } catch (RuntimeException e) {
            transactions.close();
            if (consumer != null) {
                consumer.close();
            }
            throw e;
        }
    }
}
