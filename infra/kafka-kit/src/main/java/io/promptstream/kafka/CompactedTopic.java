package io.promptstream.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The newest event under each key of a compacted topic, read by a thread of its own. Every instance of a service reads
 * the whole topic. Until it has read to the end that it found at start, there are no events and {@link #ready()} is false.
 * After a failure it reads from the beginning again, and the events stay as they were until it has caught up: nobody
 * sees one go back to an earlier state.
 *
 * <p>Written by one thread, read by any.
 */
public final class CompactedTopic<T> implements ServiceComponent {
    /** A pass polls once. */
    private static final Duration LONGEST_PASS = Duration.ofSeconds(90);

    private final String topic;
    private final ServiceLoop loop;
    private final Map<Integer, Long> positions = new ConcurrentHashMap<>();
    private volatile @Nullable Map<String, T> newest;

    /**
     * @param name lower-case, of the component and its thread
     * @param readers makes consumers without a group
     * @param events what is kept of each record
     */
    public CompactedTopic(
            String name,
            String topic,
            Supplier<? extends Consumer<String, byte[]>> readers,
            KeyedRecords<T> events,
            UnreadableRecords unreadable) {
        this.topic = topic;
        this.loop = new ServiceLoop(
                name,
                () -> new CompactedTopicReader<>(
                        readers.get(), topic, events, unreadable, read -> newest = read, positions),
                LONGEST_PASS);
    }

    /** The newest event under the key, if there is one. */
    public Optional<T> find(String key) {
        return Optional.ofNullable(events().get(key));
    }

    /** The newest event of every key, in no order. */
    public List<T> all() {
        return List.copyOf(events().values());
    }

    /** Whether the topic was read to the end that it had at start; before that, an absent event means nothing. */
    public boolean ready() {
        return newest != null;
    }

    /** Whether the events are as the partition has them behind the offset, or later. */
    public boolean hasRead(int partition, long offset) {
        return positions.getOrDefault(partition, 0L) > offset;
    }

    private Map<String, T> events() {
        Map<String, T> read = newest;
        return read == null ? Map.of() : read;
    }

    @Override
    public String name() {
        return loop.name();
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public ComponentHealth health() {
        ComponentHealth health = loop.health();
        if (!health.working()) {
            return health;
        }
        return ready()
                ? ComponentHealth.working("%d keys in %s".formatted(events().size(), topic))
                : ComponentHealth.failing("reading " + topic);
    }
}
