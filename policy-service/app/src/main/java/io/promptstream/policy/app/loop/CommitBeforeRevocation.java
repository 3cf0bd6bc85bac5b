package io.promptstream.policy.app.loop;

import java.util.Collection;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * For a loop whose transactions take in several polls: what is open is committed while its partitions are still this
 * member's.
 *
 * @param commit commits what is open
 * @param closed whether the loop is closing, which aborts what is open
 */
public record CommitBeforeRevocation(Runnable commit, BooleanSupplier closed) implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        // They are read from the offsets that the group has.
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (!closed.getAsBoolean()) {
            commit.run();
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        // While closing, an exception would keep the consumer from leaving its group.
        if (!closed.getAsBoolean()) {
            throw new KafkaException("lost %s to another member; starting over".formatted(partitions));
        }
    }
}
