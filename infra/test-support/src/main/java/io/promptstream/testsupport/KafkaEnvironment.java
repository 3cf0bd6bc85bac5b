package io.promptstream.testsupport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/**
 * The broker and the registry that a test runs on, with what tests do to them most.
 *
 * <p>Other tests of the JVM use the same broker, also at the same time: take names of {@link #uniqueName}.
 *
 * @param bootstrapServers host and port of the broker
 * @param registryUrl base URL of the registry's API in Confluent's form
 */
public record KafkaEnvironment(String bootstrapServers, String registryUrl) {

    private static final Duration POLL = Duration.ofMillis(100);

    /** {@code prefix}, followed by something that no other call returns. */
    public String uniqueName(String prefix) {
        return prefix + "-" + UUID.randomUUID();
    }

    /** Creates a topic with the broker's default settings and returns when it can be used. */
    public void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /** Creates a topic with the given topic settings, such as {@code cleanup.policy}, and returns when it can be used. */
    public void createTopic(String name, int partitions, Map<String, String> settings) {
        try (var admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(settings)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot create topic " + name, e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> topics().contains(name));
    }

    /** Deletes every topic but Kafka's own, and returns when they are gone. */
    void deleteAllTopics() {
        try (var admin = admin()) {
            admin.deleteTopics(topics()).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot delete the topics", e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> topics().isEmpty());
    }

    /** Names of all topics but Kafka's own. */
    public Set<String> topics() {
        try (var admin = admin()) {
            return admin.listTopics().names().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot list the topics", e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Writes one record and returns when the broker has it. */
    public void produce(String topic, String key, byte[] value) {
        produce(List.of(new ProducerRecord<>(topic, key, value)));
    }

    /** Writes the records in their order and returns when the broker has them all; their topics may be brand new. */
    public void produce(List<ProducerRecord<String, byte[]>> records) {
        var config = Map.<String, Object>of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                // A broker names the leader of a new partition a moment before it leads it. The first batch is refused
                // in
                // that moment; a second one in flight would be taken, because nothing is known of its producer yet, and
                // then the repeated first one is out of order for ever.
                "max.in.flight.requests.per.connection",
                1);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            var sent = records.stream().map(producer::send).toList();
            for (var metadata : sent) {
                metadata.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Cannot write to " + records.getFirst().topic(), e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Reads a topic from its start, committed records only, until it has {@code count} of them.
     *
     * @return at least {@code count} records: those of one partition in order, all by time
     * @throws AssertionError if there are fewer when the time is over
     */
    public List<ConsumerRecord<String, byte[]>> consume(String topic, int count, Duration timeout) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        long deadline = System.nanoTime() + timeout.toNanos();
        try (var consumer = readerOf(topic)) {
            while (found.size() < count) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("Topic " + topic + " has " + found.size() + " records after " + timeout
                            + ", expected " + count);
                }
                consumer.poll(POLL).forEach(found::add);
            }
        }
        found.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
        return found;
    }

    /** Reads what is committed in a topic now, from its start to its end. */
    public List<ConsumerRecord<String, byte[]>> consumeAll(String topic) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = readerOf(topic)) {
            var ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(found::add);
            }
        }
        found.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
        return found;
    }

    /** Returns when the consumer group has so many members and each of them has partitions. */
    public void awaitMembers(String group, int count, Duration timeout) {
        Awaitility.await("%d members of %s with partitions".formatted(count, group))
                .atMost(timeout)
                .until(
                        () -> partitionsOfMembers(group),
                        partitions -> partitions.size() == count && !partitions.contains(0));
    }

    /** Number of partitions of each member; nothing while the group is rebalancing. */
    private List<Integer> partitionsOfMembers(String group) {
        try (var admin = admin()) {
            return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                    .filter(description -> description.groupState() == GroupState.STABLE)
                    .flatMap(description -> description.members().stream())
                    .map(member -> member.assignment().topicPartitions().size())
                    .toList();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return List.of();
            }
            throw new IllegalStateException("Cannot describe the group " + group, e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private KafkaConsumer<String, byte[]> readerOf(String topic) {
        var config = Map.<String, Object>of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                "false");
        var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
        var partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .collect(Collectors.toSet());
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted while waiting for the broker", e);
    }
}
