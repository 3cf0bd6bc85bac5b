package io.promptstream.reward.app.rescore;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.rocksdb.Cache;

/** One run of the instance of Kafka Streams that works on a recording. */
final class SideStreams implements AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(15);

    private final KafkaStreams streams;
    private final Cache rocksDbCache;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private Counts counts = new Counts(0, 0);

    /** How many rewards were given and rounds closed. */
    record Counts(long rewards, long roundResults) {}

    /**
     * @param streams not started yet; closed with this object
     * @param rocksDbCache what its stores share; closed with this object
     */
    SideStreams(KafkaStreams streams, Cache rocksDbCache) {
        this.streams = streams;
        this.rocksDbCache = rocksDbCache;
    }

    void start() {
        streams.setUncaughtExceptionHandler(thrown -> {
            failure.compareAndSet(null, thrown);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
    }

    /**
     * Tells of a failure.
     *
     * @throws IllegalStateException if it has ended by itself
     */
    void check() {
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new IllegalStateException("A stream thread failed: " + thrown.getMessage(), thrown);
        }
        if (streams.state().hasCompletedShutdown()) {
            throw new IllegalStateException("The streams ended in state " + streams.state());
        }
    }

    /** The newest counts that can be had; while partitions are being moved those from before. */
    Counts counts() {
        try {
            ReadOnlyKeyValueStore<String, Long> store = streams.store(StoreQueryParameters.fromNameAndType(
                    RescoringTopology.COUNTS_STORE, QueryableStoreTypes.<String, Long>keyValueStore()));
            counts = new Counts(count(store, RescoringTopology.REWARDS), count(store, RescoringTopology.ROUND_RESULTS));
        } catch (InvalidStateStoreException e) {
            // Not running at the moment.
        }
        return counts;
    }

    private static long count(ReadOnlyKeyValueStore<String, Long> store, String name) {
        Long count = store.get(name);
        return count == null ? 0 : count;
    }

    /** Commits what is in flight and leaves the group. */
    @Override
    public void close() {
        boolean ended = streams.close(CloseOptions.timeout(CLOSE_PATIENCE)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        // A store that is still open would continue in freed memory; then the process's end frees the cache.
        if (ended) {
            rocksDbCache.close();
        }
    }
}
