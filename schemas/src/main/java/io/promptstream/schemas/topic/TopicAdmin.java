package io.promptstream.schemas.topic;

import io.promptstream.schemas.topic.TopicMismatchException.Mismatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the broker's topics agree with the catalogue, or refuses. */
public final class TopicAdmin {

    /** As a value of {@code retention.ms}. */
    private static final String FOR_EVER = "-1";

    private static final int VISIBILITY_ATTEMPTS = 300;
    private static final long VISIBILITY_PAUSE_MILLIS = 100;

    private final Admin admin;

    public TopicAdmin(Admin admin) {
        this.admin = admin;
    }

    /**
     * Creates the topics that are missing and checks those that are there; several services may do so at once. A topic
     * may keep its records longer than the catalogue says.
     *
     * @param replicationFactor of created topics; that of topics that exist is the operator's matter
     * @throws TopicMismatchException naming every setting of every topic that is not as the catalogue says
     * @throws KafkaException if the broker does not answer or refuses
     */
    public void ensure(Collection<Topic> topics, short replicationFactor) {
        create(topics, replicationFactor);
        verify(topics);
    }

    private void create(Collection<Topic> topics, short replicationFactor) {
        var existing = await(admin.listTopics().names());
        var missing = topics.stream()
                .filter(topic -> !existing.contains(topic.name()))
                .map(topic -> newTopic(topic, replicationFactor))
                .toList();
        for (var created : admin.createTopics(missing).values().values()) {
            try {
                await(created);
            } catch (TopicExistsException e) {
                // Another service was faster; what it made is verified like any other topic.
            }
        }
    }

    private static NewTopic newTopic(Topic topic, short replicationFactor) {
        var configs = new HashMap<String, String>(topic.tuning());
        configs.putAll(topic.settings());
        return new NewTopic(topic.name(), topic.partitions(), replicationFactor).configs(configs);
    }

    private void verify(Collection<Topic> topics) {
        var names = topics.stream().map(Topic::name).toList();
        var resources = topics.stream().map(TopicAdmin::resource).toList();
        var descriptions = onceVisible(() -> await(admin.describeTopics(names).allTopicNames()));
        var configs = onceVisible(() -> await(admin.describeConfigs(resources).all()));
        var mismatches = new ArrayList<Mismatch>();
        for (var topic : topics) {
            compare(topic, descriptions, configs, mismatches);
        }
        if (!mismatches.isEmpty()) {
            throw new TopicMismatchException(mismatches);
        }
    }

    /** A topic that was just created may not be known to the broker that is asked. */
    private static <T> T onceVisible(Supplier<T> answer) {
        for (int attempt = 1; ; attempt++) {
            try {
                return answer.get();
            } catch (UnknownTopicOrPartitionException e) {
                if (attempt == VISIBILITY_ATTEMPTS) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void compare(
            Topic topic,
            Map<String, TopicDescription> descriptions,
            Map<ConfigResource, Config> configs,
            List<Mismatch> mismatches) {
        var description = descriptions.get(topic.name());
        var config = configs.get(resource(topic));
        if (description == null || config == null) {
            throw new KafkaException("The broker did not describe topic " + topic.name() + ": try again");
        }
        int partitions = description.partitions().size();
        if (partitions != topic.partitions()) {
            mismatches.add(new Mismatch(
                    topic.name(), "partitions", Integer.toString(topic.partitions()), Integer.toString(partitions)));
        }
        topic.settings().forEach((setting, expected) -> {
            var entry = config.get(setting);
            var found = entry == null ? "unset" : String.valueOf(entry.value());
            boolean retention = setting.equals(TopicConfig.RETENTION_MS_CONFIG);
            if (!expected.equals(found) && !(retention && isLonger(found, expected))) {
                mismatches.add(
                        new Mismatch(topic.name(), setting, retention ? "at least " + expected : expected, found));
            }
        });
    }

    private static boolean isLonger(String found, String expected) {
        return found.equals(FOR_EVER)
                || (found.matches("[0-9]{1,18}") && Long.parseLong(found) > Long.parseLong(expected));
    }

    private static ConfigResource resource(Topic topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while waiting for the broker", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(VISIBILITY_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while waiting for the broker", e);
        }
    }
}
