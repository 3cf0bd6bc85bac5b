package io.promptstream.policy.app.learn;

import io.promptstream.policy.app.loop.CommitBeforeRevocation;
import io.promptstream.policy.round.LearnedTasks;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * Has a learner learn the tasks of its partitions.
 *
 * @param before takes note of each change first
 */
record LearnerRebalances(LearnedTasks tasks, CommitBeforeRevocation before) implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        tasks.assign(numbers(partitions));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        before.onPartitionsRevoked(partitions);
        tasks.revoke(numbers(partitions));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        before.onPartitionsLost(partitions);
    }

    private static List<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).toList();
    }
}
