package io.promptstream.reward.app.rescore;

import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.kafka.KeyedEvents;
import io.promptstream.kafka.PartitionReader;
import io.promptstream.schemas.topic.CandidateKeys;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The orders and the rescorings in the partitions that this instance is assigned. Belongs to one thread. */
final class OrderBook {
    private static final Logger log = LoggerFactory.getLogger(OrderBook.class);

    private final Consumer<String, byte[]> consumer;
    private final KeyedEvents<Replay> orderEvents;
    private final KeyedEvents<Rescoring> rescoringEvents;
    private final String rescoringsTopic;
    private final PartitionReader reader;
    private final Map<Integer, Map<String, Replay>> orders = new HashMap<>();
    private final Map<Integer, Map<String, Rescoring>> rescorings = new HashMap<>();
    /** Partitions of orders that are not read to the end that they had when they were assigned. */
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    private final Set<Integer> toLoad = new HashSet<>();

    /** Something under a key of a partition. */
    record Entry<T>(int partition, String key, T event) {}

    /** Takes a consumer of the orders, which another one has subscribed. */
    OrderBook(Consumer<String, byte[]> consumer, RescorerParts parts, PartitionReader reader) {
        this.consumer = consumer;
        this.orderEvents = new KeyedEvents<>(
                parts.codec(),
                Replay.class,
                "taskId/name",
                order -> CandidateKeys.of(order.getTaskId(), order.getName()));
        this.rescoringEvents = new KeyedEvents<>(
                parts.codec(),
                Rescoring.class,
                "taskId/name",
                rescoring -> CandidateKeys.of(rescoring.getTaskId(), rescoring.getName()));
        this.rescoringsTopic = parts.catalogue().rescorings().name();
        this.reader = reader;
    }

    /** Reads the partitions from their beginning. */
    void assign(Collection<TopicPartition> added) {
        consumer.seekToBeginning(added);
        ends.putAll(consumer.endOffsets(added));
        for (TopicPartition partition : added) {
            orders.put(partition.partition(), new HashMap<>());
            toLoad.add(partition.partition());
        }
    }

    void revoke(Collection<TopicPartition> removed) {
        for (TopicPartition partition : removed) {
            ends.remove(partition);
            toLoad.remove(partition.partition());
            orders.remove(partition.partition());
            rescorings.remove(partition.partition());
        }
    }

    /**
     * Takes what is new.
     *
     * @return whether everything is known that there was when the partitions were assigned; before that, an absent order
     *     means nothing
     */
    boolean update(Duration wait) throws InterruptedException {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(wait)) {
            Map<String, Replay> newest = orders.get(record.partition());
            if (newest != null) {
                orderEvents
                        .apply(record, newest)
                        .ifPresent(reason -> log.warn(
                                "Skipped {}-{}@{}: {}", record.topic(), record.partition(), record.offset(), reason));
            }
        }
        ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        for (int partition : Set.copyOf(toLoad)) {
            rescorings.put(partition, written(partition));
            toLoad.remove(partition);
        }
        return ends.isEmpty();
    }

    /** Orders that ask for a rescoring, the oldest first. */
    List<Entry<Replay>> orders() {
        return entries(orders).stream()
                .filter(entry -> entry.event().getReward().isPresent())
                .sorted(Comparator.comparing(entry -> entry.event().getOrderedAt()))
                .toList();
    }

    /** The order of this id, which is there. */
    Entry<Replay> order(UUID replayId) {
        return orders().stream()
                .filter(entry -> entry.event().getReplayId().equals(replayId))
                .findAny()
                .orElseThrow();
    }

    List<Entry<Rescoring>> rescorings() {
        return entries(rescorings);
    }

    /** The order that the rescoring follows; empty when it is withdrawn or another one stands under its key. */
    Optional<Replay> orderOf(Entry<Rescoring> rescoring) {
        return Optional.ofNullable(
                        orders.getOrDefault(rescoring.partition(), Map.of()).get(rescoring.key()))
                .filter(order -> order.getReplayId().equals(rescoring.event().getReplayId()));
    }

    /** What is known of the rescoring under the order's key, whichever order that follows. */
    Optional<Rescoring> rescoringOf(Entry<Replay> order) {
        return Optional.ofNullable(
                rescorings.getOrDefault(order.partition(), Map.of()).get(order.key()));
    }

    /** A rescoring was published. */
    void put(int partition, String key, Rescoring rescoring) {
        rescorings.computeIfAbsent(partition, ignored -> new HashMap<>()).put(key, rescoring);
    }

    /** A rescoring was deleted. */
    void remove(int partition, String key) {
        rescorings.getOrDefault(partition, new HashMap<>()).remove(key);
    }

    private static <T> List<Entry<T>> entries(Map<Integer, Map<String, T>> partitions) {
        return partitions.entrySet().stream()
                .flatMap(partition -> partition.getValue().entrySet().stream()
                        .map(entry -> new Entry<>(partition.getKey(), entry.getKey(), entry.getValue())))
                .toList();
    }

    private Map<String, Rescoring> written(int partition) throws InterruptedException {
        Map<String, Rescoring> newest = new HashMap<>();
        reader.read(
                new TopicPartition(rescoringsTopic, partition),
                key -> true,
                record -> rescoringEvents.apply(record, newest));
        return newest;
    }
}
