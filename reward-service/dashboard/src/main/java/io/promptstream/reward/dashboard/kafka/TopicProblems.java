package io.promptstream.reward.dashboard.kafka;

import io.promptstream.reward.dashboard.SystemState.Health;
import io.promptstream.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a topic.
 *
 * @param down whether some of its records can be neither written nor read
 * @param found for people; empty where all is well
 */
record TopicProblems(boolean down, List<String> found) {

    TopicProblems {
        found = List.copyOf(found);
    }

    /** @param actual as the broker describes it; null where there is no such topic */
    static TopicProblems of(Topic declared, @Nullable TopicDescription actual) {
        if (actual == null) {
            return new TopicProblems(true, List.of("is missing: a service makes it when it starts"));
        }
        List<String> found = new ArrayList<>();
        List<Integer> leaderless = partitions(actual, partition -> !isLed(partition));
        if (!leaderless.isEmpty()) {
            found.add("no leader for partitions " + leaderless);
        }
        List<Integer> behind = partitions(
                actual,
                partition -> partition.isr().size() < partition.replicas().size());
        if (!behind.isEmpty()) {
            found.add("replicas out of step on partitions " + behind);
        }
        if (actual.partitions().size() != declared.partitions()) {
            found.add("has " + actual.partitions().size() + " partitions, not " + declared.partitions());
        }
        return new TopicProblems(!leaderless.isEmpty(), found);
    }

    Health health() {
        if (down) {
            return Health.DOWN;
        }
        return found.isEmpty() ? Health.UP : Health.DEGRADED;
    }

    static boolean isLed(TopicPartitionInfo partition) {
        return partition.leader() != null && !partition.leader().isEmpty();
    }

    /** Both, those of the other topic under its name. */
    TopicProblems and(String other, TopicProblems problems) {
        List<String> both = new ArrayList<>(found);
        problems.found.forEach(problem -> both.add(other + " " + problem));
        return new TopicProblems(down || problems.down, both);
    }

    private static List<Integer> partitions(TopicDescription topic, Predicate<TopicPartitionInfo> which) {
        return topic.partitions().stream()
                .filter(which)
                .map(TopicPartitionInfo::partition)
                .toList();
    }
}
