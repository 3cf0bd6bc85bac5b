package io.promptstream.policy.app.replay;

import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.kafka.KeyedEvents;
import io.promptstream.kafka.OwnedPartitions;
import io.promptstream.kafka.PartitionReader;
import io.promptstream.policy.app.owner.TaskPartitions;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Which replays this instance runs: those of the partitions that it is assigned. Orders and states are read once for each
 * of them; from then on orders come by the group's consumer, and states are written here and nowhere else.
 */
final class ReplayOwnership implements OwnedPartitions.Handover<ReplayOwnership.Held> {
    private final Consumer<String, byte[]> consumer;
    private final OwnedPartitions<Held> owned;
    private final PartitionReader reader;
    private final KeyedEvents<Replay> orderEvents;
    private final KeyedEvents<ReplayState> stateEvents;
    private final TopicCatalogue topics;
    private final TaskPartitions partitions;
    /** Ends what is at work in partitions that are gone. */
    private IntConsumer leaving = partition -> {};

    ReplayOwnership(
            Consumer<String, byte[]> consumer,
            PartitionReader reader,
            KeyedEvents<Replay> orderEvents,
            KeyedEvents<ReplayState> stateEvents,
            TopicCatalogue topics) {
        this.consumer = consumer;
        this.owned = new OwnedPartitions<>(consumer, this);
        this.reader = reader;
        this.orderEvents = orderEvents;
        this.stateEvents = stateEvents;
        this.topics = topics;
        this.partitions = new TaskPartitions(topics.replays().partitions());
    }

    /** What is known of a partition, by key; the orders in the order of the log. */
    record Held(Map<String, Replay> orders, Map<String, ReplayState> states) {
        Held() {
            this(new LinkedHashMap<>(), new HashMap<>());
        }

        /** Takes note of an order, or of one that was withdrawn. */
        private void note(ConsumerRecord<String, byte[]> record, KeyedEvents<Replay> events) {
            Map<String, Replay> read = new HashMap<>();
            if (record.key() != null && events.apply(record, read).isEmpty()) {
                orders.remove(record.key());
                orders.putAll(read);
            }
        }
    }

    /**
     * Subscribes the consumer.
     *
     * @param leaving ends what is at work in a partition, which is this instance's no more
     */
    void subscribe(IntConsumer leaving) {
        this.leaving = leaving;
        consumer.subscribe(List.of(topics.replays().name()), owned);
    }

    /** Takes note of what the consumer brought, and reads the partitions that are new here. */
    void update(Iterable<ConsumerRecord<String, byte[]>> records) throws InterruptedException {
        for (ConsumerRecord<String, byte[]> record : records) {
            owned.find(record.partition()).ifPresent(known -> known.note(record, orderEvents));
        }
        owned.load();
    }

    @Override
    public Held load(TopicPartition orders) throws InterruptedException {
        Held read = new Held();
        long end = reader.read(orders, key -> true, record -> read.note(record, orderEvents));
        consumer.seek(orders, end);
        TopicPartition states = new TopicPartition(topics.replayStates().name(), orders.partition());
        reader.read(states, key -> true, record -> stateEvents.apply(record, read.states()));
        return read;
    }

    @Override
    public void release(Map<TopicPartition, Held> gone) {
        gone.keySet().forEach(partition -> leaving.accept(partition.partition()));
    }

    /** The group is left: from now on a loss is no failure. */
    void closing() {
        owned.closing();
    }

    int partitionOf(String taskId) {
        return partitions.of(taskId);
    }

    /** The orders that are this instance's matter: those of a partition oldest first, the partitions in turn. */
    List<Replay> orders() {
        List<List<Replay>> byPartition = owned.all().values().stream()
                .map(known -> List.copyOf(known.orders().values()))
                .toList();
        int longest = byPartition.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, longest)
                .boxed()
                .flatMap(rank -> byPartition.stream()
                        .filter(orders -> orders.size() > rank)
                        .map(orders -> orders.get(rank)))
                .toList();
    }

    Optional<Replay> order(String key) {
        return owned.all().values().stream()
                .flatMap(known -> Optional.ofNullable(known.orders().get(key)).stream())
                .findFirst();
    }

    /** The states that are this instance's matter. */
    List<ReplayState> states() {
        return owned.all().values().stream()
                .flatMap(known -> known.states().values().stream())
                .toList();
    }

    Optional<ReplayState> state(String key) {
        return owned.all().values().stream()
                .flatMap(known -> Optional.ofNullable(known.states().get(key)).stream())
                .findFirst();
    }

    /** Takes note of a state that was committed. */
    void committed(String key, ReplayState state) {
        owned.find(partitions.of(state.getTaskId()))
                .ifPresent(known -> known.states().put(key, state));
    }

    /** Takes note of a state whose deletion was committed. */
    void deleted(String key) {
        owned.all().values().forEach(known -> known.states().remove(key));
    }
}
