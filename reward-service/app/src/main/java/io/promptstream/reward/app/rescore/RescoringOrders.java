package io.promptstream.reward.app.rescore;

import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.kafka.KeyedEvents;
import io.promptstream.kafka.KeyedRecords;
import io.promptstream.kafka.OwnedPartitions;
import io.promptstream.kafka.PartitionReader;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The orders and the rescorings in the partitions that this instance is assigned. Belongs to one thread. */
final class RescoringOrders {
    private static final Logger log = LoggerFactory.getLogger(RescoringOrders.class);

    private final Consumer<String, byte[]> consumer;
    private final KeyedEvents<Replay> orderEvents;
    private final KeyedEvents<Rescoring> rescoringEvents;
    private final TopicCatalogue topics;
    private final PartitionReader reader;
    private final OwnedPartitions<Partition> owned;

    /** Something under a key of a partition. */
    record Entry<T>(int partition, String key, T event) {}

    /** The newest events of a partition, by key. */
    private record Partition(Map<String, Replay> orders, Map<String, Rescoring> rescorings) {}

    /**
     * Subscribes to the orders.
     *
     * @param consumer member of the group that shares the orders
     * @param revoked takes the orders of partitions that are no longer assigned
     */
    RescoringOrders(
            Consumer<String, byte[]> consumer,
            RescorerParts parts,
            PartitionReader reader,
            java.util.function.Consumer<Replay> revoked) {
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
        this.topics = parts.catalogue();
        this.reader = reader;
        this.owned = new OwnedPartitions<>(consumer, new OwnedPartitions.Handover<>() {
            @Override
            public Partition load(TopicPartition partition) throws InterruptedException {
                return RescoringOrders.this.load(partition);
            }

            @Override
            public void release(Map<TopicPartition, Partition> gone) {
                gone.values().forEach(partition -> partition.orders().values().forEach(revoked));
            }
        });
        consumer.subscribe(List.of(topics.replays().name()), owned);
    }

    /** Takes what is new. */
    void update(Duration wait) throws InterruptedException {
        Iterable<ConsumerRecord<String, byte[]>> records = consumer.poll(wait);
        List<TopicPartition> loaded = owned.load();
        for (ConsumerRecord<String, byte[]> record : records) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            // Loading has read on from behind these records.
            if (!loaded.contains(partition)) {
                owned.find(partition).ifPresent(state -> apply(record, orderEvents, state.orders()));
            }
        }
    }

    /** Both topics as they are now, so that an absent order means that there is none. */
    private Partition load(TopicPartition partition) throws InterruptedException {
        Partition state = new Partition(new HashMap<>(), new HashMap<>());
        long end = reader.read(partition, key -> true, record -> apply(record, orderEvents, state.orders()));
        consumer.seek(partition, end);
        reader.read(
                new TopicPartition(topics.rescorings().name(), partition.partition()),
                key -> true,
                record -> apply(record, rescoringEvents, state.rescorings()));
        return state;
    }

    private static <T> void apply(
            ConsumerRecord<String, byte[]> record, KeyedRecords<T> events, Map<String, T> newest) {
        events.apply(record, newest)
                .ifPresent(reason ->
                        log.warn("Skipped {}-{}@{}: {}", record.topic(), record.partition(), record.offset(), reason));
    }

    /** Orders that ask for a rescoring, the oldest first. */
    List<Entry<Replay>> orders() {
        List<Entry<Replay>> entries = new ArrayList<>();
        owned.all()
                .forEach((partition, state) -> state.orders()
                        .forEach((key, order) -> entries.add(new Entry<>(partition.partition(), key, order))));
        return entries.stream()
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
        List<Entry<Rescoring>> entries = new ArrayList<>();
        owned.all()
                .forEach((partition, state) -> state.rescorings()
                        .forEach((key, rescoring) -> entries.add(new Entry<>(partition.partition(), key, rescoring))));
        return entries;
    }

    /** The order that the rescoring follows; empty when it is withdrawn or another one stands under its key. */
    Optional<Replay> orderOf(Entry<Rescoring> rescoring) {
        return owned.find(rescoring.partition())
                .map(state -> state.orders().get(rescoring.key()))
                .filter(order -> order.getReplayId().equals(rescoring.event().getReplayId()));
    }

    /** What is known of the rescoring under the order's key, whichever order that follows. */
    Optional<Rescoring> rescoringOf(Entry<Replay> order) {
        return owned.find(order.partition()).map(state -> state.rescorings().get(order.key()));
    }

    /** A rescoring was published. */
    void put(int partition, String key, Rescoring rescoring) {
        owned.find(partition).ifPresent(state -> state.rescorings().put(key, rescoring));
    }

    /** A rescoring was deleted. */
    void remove(int partition, String key) {
        owned.find(partition).ifPresent(state -> state.rescorings().remove(key));
    }

    /** The loop ends; call it before closing the consumer. */
    void closing() {
        owned.closing();
    }
}
