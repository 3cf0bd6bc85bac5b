package io.promptstream.simulation.node;

import io.promptstream.simulation.log.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A body with state of its own for each partition. A changelog keeps it: each change is part of the transaction that has
 * made it, and whoever is given the partition reads the changelog before any record.
 *
 * @param <V> an entry of the state; nobody changes one
 */
public abstract class StatefulBody<V> extends TransactionalBody {
    private final String changelog;
    private final Class<V> type;
    private final Map<Integer, NavigableMap<String, V>> states = new TreeMap<>();

    protected StatefulBody(Surroundings around, List<String> topics, String changelog, Class<V> type) {
        super(around, topics);
        this.changelog = changelog;
        this.type = type;
    }

    /** What a changelog holds. */
    protected Map<String, V> read(TopicPartition log) {
        return View.load(around.broker(), log, type, key -> true);
    }

    protected final @Nullable V find(int partition, String key) {
        return state(partition).get(key);
    }

    /** The entries whose keys begin so. */
    protected final Map<String, V> entries(int partition, String prefix) {
        return state(partition)
                .subMap(prefix, /* fromInclusive= */ true, prefix + Character.MAX_VALUE, /* toInclusive= */ false);
    }

    protected final void put(int partition, String key, V entry) {
        state(partition).put(key, entry);
        producer.send(new TopicPartition(changelog, partition), key, entry, Map.of());
    }

    protected final void delete(int partition, String key) {
        state(partition).remove(key);
        producer.send(new TopicPartition(changelog, partition), key, null, Map.of());
    }

    /** Shows every entry to the action, which may change any. */
    protected final void forEach(Entry<V> action) {
        states.forEach(
                (partition, state) -> new TreeMap<>(state).forEach((key, entry) -> action.see(partition, key, entry)));
    }

    /** Deals with an entry. */
    protected interface Entry<V> {
        void see(int partition, String key, V entry);
    }

    private NavigableMap<String, V> state(int partition) {
        return Objects.requireNonNull(states.get(partition));
    }

    @Override
    public boolean isReady(int partition) {
        TopicPartition log = new TopicPartition(changelog, partition);
        if (!states.containsKey(partition) && !around.broker().log(log).isPending()) {
            states.put(partition, new TreeMap<>(read(log)));
        }
        return states.containsKey(partition);
    }

    @Override
    public void revoked(Set<Integer> partitions) {
        super.revoked(partitions);
        partitions.forEach(states::remove);
    }

    @Override
    public int size() {
        return states.values().stream().mapToInt(Map::size).sum();
    }
}
