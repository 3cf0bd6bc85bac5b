package io.promptstream.reward.dashboard.kafka;

import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the broker for the catalogue's topics. One that is missing or half away hides nothing of the others. */
final class BrokerTopics {
    private static final int PATIENCE_MILLIS =
            Math.toIntExact(Duration.ofSeconds(5).toMillis());

    private final Admin admin;
    private final List<String> names;
    private final List<String> events;

    BrokerTopics(Admin admin, TopicCatalogue topics) {
        this.admin = admin;
        this.names = topics.all().stream().map(Topic::name).toList();
        this.events = topics.events().keySet().stream().map(Topic::name).toList();
    }

    /**
     * Those that there are, by name.
     *
     * @throws ExecutionException if the broker does not answer
     */
    Map<String, TopicDescription> describe() throws ExecutionException, InterruptedException {
        Map<String, TopicDescription> found = new HashMap<>();
        Map<String, KafkaFuture<TopicDescription>> asked = admin.describeTopics(
                        names, new DescribeTopicsOptions().timeoutMs(PATIENCE_MILLIS))
                .topicNameValues();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : asked.entrySet()) {
            try {
                found.put(topic.getKey(), topic.getValue().get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return found;
    }

    /**
     * Where each partition of the topics of events ends, without those that nobody leads now.
     *
     * @param found the topics that there are, by name
     * @throws ExecutionException if the broker refuses
     */
    Map<TopicPartition, Long> ends(Map<String, TopicDescription> found)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        events.stream()
                .map(found::get)
                .filter(Objects::nonNull)
                .forEach(topic -> topic.partitions().stream()
                        .filter(TopicProblems::isLed)
                        .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                        .forEach(partition -> asked.put(partition, OffsetSpec.latest())));
        ListOffsetsResult answer = admin.listOffsets(asked, new ListOffsetsOptions().timeoutMs(PATIENCE_MILLIS));
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (TopicPartition partition : asked.keySet()) {
            try {
                ends.put(partition, answer.partitionResult(partition).get().offset());
            } catch (ExecutionException e) {
                // Its leader went, or it was deleted, since the topic was described: the next look says so.
                if (!(e.getCause() instanceof RetriableException)) {
                    throw e;
                }
            }
        }
        return ends;
    }
}
