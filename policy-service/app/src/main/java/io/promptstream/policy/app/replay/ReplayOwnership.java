package io.promptstream.policy.app.replay;

import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.kafka.KeyedEvents;
import io.promptstream.kafka.PartitionReader;
import io.promptstream.policy.app.owner.TaskPartitions;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Which replays this instance runs: those of the partitions that it is assigned. Orders and states are read once for each
 * of them; from then on orders come by the group's consumer, and states are written here and nowhere else.
 */
final class ReplayOwnership {
    private final PartitionReader reader;
    private final KeyedEvents<Replay> orderEvents;
    private final KeyedEvents<ReplayState> stateEvents;
    private final TopicCatalogue topics;
    private final TaskPartitions partitions;
    private final Map<Integer, Held> held = new HashMap<>();
    private final Set<Integer> toLoad = new HashSet<>();

    ReplayOwnership(
            PartitionReader reader,
            KeyedEvents<Replay> orderEvents,
            KeyedEvents<ReplayState> stateEvents,
            TopicCatalogue topics) {
        this.reader = reader;
        this.orderEvents = orderEvents;
        this.stateEvents = stateEvents;
        this.topics = topics;
        this.partitions = new TaskPartitions(topics.replays().partitions());
    }

    /** What is known of a partition, by key; the orders in the order of the log. */
    private record Held(Map<String, Replay> orders, Map<String, ReplayState> states) {
        private Held() {
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

    void assign(Collection<Integer> added) {
        toLoad.addAll(added);
    }

    void revoke(Collection<Integer> removed) {
        toLoad.removeAll(removed);
        removed.forEach(held::remove);
    }

    /** Takes note of what the consumer brought, and reads the partitions that are new here. */
    void update(Consumer<String, byte[]> consumer, Iterable<ConsumerRecord<String, byte[]>> records)
            throws InterruptedException {
        for (ConsumerRecord<String, byte[]> record : records) {
            Held known = held.get(record.partition());
            if (known != null) {
                known.note(record, orderEvents);
            }
        }
        if (!toLoad.isEmpty()) {
            // A position is known only when no transaction on the group's offsets is open any more: what the one before
            // has committed is read now, and what it has not it never will.
            consumer.assignment().forEach(consumer::position);
        }
        for (int partition : Set.copyOf(toLoad)) {
            held.put(partition, load(consumer, partition));
            toLoad.remove(partition);
        }
    }

    private Held load(Consumer<String, byte[]> consumer, int partition) throws InterruptedException {
        Held read = new Held();
        TopicPartition orders = new TopicPartition(topics.replays().name(), partition);
        long end = reader.read(orders, key -> true, record -> read.note(record, orderEvents));
        consumer.seek(orders, end);
        TopicPartition states = new TopicPartition(topics.replayStates().name(), partition);
        reader.read(states, key -> true, record -> stateEvents.apply(record, read.states()));
        return read;
    }

    int partitionOf(String taskId) {
        return partitions.of(taskId);
    }

    /** The orders that are this instance's matter: those of a partition oldest first, the partitions in turn. */
    List<Replay> orders() {
        List<List<Replay>> byPartition = held.values().stream()
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
        return held.values().stream()
                .flatMap(known -> Optional.ofNullable(known.orders().get(key)).stream())
                .findFirst();
    }

    /** The states that are this instance's matter. */
    List<ReplayState> states() {
        return held.values().stream()
                .flatMap(known -> known.states().values().stream())
                .toList();
    }

    Optional<ReplayState> state(String key) {
        return held.values().stream()
                .flatMap(known -> Optional.ofNullable(known.states().get(key)).stream())
                .findFirst();
    }

    /** Takes note of a state that was committed. */
    void committed(String key, ReplayState state) {
        Optional.ofNullable(held.get(partitions.of(state.getTaskId())))
                .ifPresent(known -> known.states().put(key, state));
    }

    /** Takes note of a state whose deletion was committed. */
    void deleted(String key) {
        held.values().forEach(known -> known.states().remove(key));
    }
}
