package io.promptstream.policy.app.replay;

import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Takes note of the partitions whose replays this instance runs. */
final class ReplayRebalances implements ConsumerRebalanceListener {
    private final ReplayOwnership ownership;
    private final Consumer<List<Integer>> leaving;
    private final BooleanSupplier closed;

    /**
     * @param leaving ends what is at work in these partitions
     * @param closed whether the group is being left
     */
    ReplayRebalances(ReplayOwnership ownership, Consumer<List<Integer>> leaving, BooleanSupplier closed) {
        this.ownership = ownership;
        this.leaving = leaving;
        this.closed = closed;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        ownership.assign(numbers(partitions));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        leaving.accept(numbers(partitions));
        ownership.revoke(numbers(partitions));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        // While closing, an exception would keep the consumer from leaving its group.
        if (!closed.getAsBoolean()) {
            throw new KafkaException("lost %s to another replayer; starting over".formatted(partitions));
        }
    }

    private static List<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).toList();
    }
}
