package io.promptstream.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that a member of a group is assigned, each with the state that belongs to it: subscribe with this listener,
 * and call {@link #load()} after each poll. A partition has no state until it is loaded, and none any more once it is revoked
 * or lost; what is open is committed before a partition is revoked. Belongs to the consumer's thread.
 *
 * @param <S> state of one partition
 */
public final class OwnedPartitions<S> implements ConsumerRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(OwnedPartitions.class);

    private final Consumer<?, ?> consumer;
    private final Handover<S> handover;
    private final Map<TopicPartition, S> states = new HashMap<>();
    private final Set<TopicPartition> toLoad = new LinkedHashSet<>();
    private boolean closing;

    /** What happens as partitions come and go. */
    public interface Handover<S> {
        /**
         * Reads the state of a partition that this member was assigned. When it is called, no transaction on the group's
         * offsets is open any more: what the member before has committed is there to be read, and what it has not, never will
         * be.
         */
        S load(TopicPartition partition) throws InterruptedException;

        /** Commits what is open, while the partitions that are about to be revoked are still this member's. */
        default void commit() {}

        /** Forgets what is kept of partitions that are gone. Those that were never loaded are not among them. */
        default void release(Map<TopicPartition, S> gone) {}

        /**
         * Partitions were lost without notice: another member may have them already, so nothing of theirs can be committed.
         * By default the loop starts over.
         */
        default void lose(Collection<TopicPartition> lost) {
            throw new KafkaException("lost %s to another member; starting over".formatted(lost));
        }
    }

    /** Takes the consumer that is to be subscribed with this listener. */
    public OwnedPartitions(Consumer<?, ?> consumer, Handover<S> handover) {
        this.consumer = consumer;
        this.handover = handover;
    }

    /** For partitions without a state of their own: commits what is open before they are revoked. */
    public static OwnedPartitions<Boolean> committing(Consumer<?, ?> consumer, Runnable commit) {
        return new OwnedPartitions<>(consumer, new Handover<>() {
            @Override
            public Boolean load(TopicPartition partition) {
                return true;
            }

            @Override
            public void commit() {
                commit.run();
            }
        });
    }

    /** Whether {@link #load()} would load something. */
    public boolean areToLoad() {
        return !toLoad.isEmpty();
    }

    /**
     * Loads what was assigned since the last call.
     *
     * @return the partitions that have a state now and had none before
     */
    public List<TopicPartition> load() throws InterruptedException {
        if (toLoad.isEmpty()) {
            return List.of();
        }
        // A position is known only when no transaction on the group's offsets is open any more.
        consumer.assignment().forEach(this::awaitPosition);
        List<TopicPartition> loaded = List.copyOf(toLoad);
        for (TopicPartition partition : loaded) {
            states.put(partition, handover.load(partition));
            toLoad.remove(partition);
        }
        return loaded;
    }

    private void awaitPosition(TopicPartition partition) {
        while (true) {
            try {
                consumer.position(partition);
                return;
            } catch (WakeupException e) {
                // Meant for a poll: whoever stops the loop is noticed after this pass.
                log.debug("Woken up while waiting for the position of {}", partition);
            }
        }
    }

    /** The state of a partition that a record was just read from, loaded if it has none yet; so its position is known. */
    public S get(TopicPartition partition) throws InterruptedException {
        S state = states.get(partition);
        if (state == null) {
            state = handover.load(partition);
            states.put(partition, state);
            toLoad.remove(partition);
        }
        return state;
    }

    /** The state of a partition; empty unless it is assigned and loaded. */
    public Optional<S> find(TopicPartition partition) {
        return Optional.ofNullable(states.get(partition));
    }

    /** As {@link #find}, of the only topic of the group. */
    public Optional<S> find(int partition) {
        return states.entrySet().stream()
                .filter(state -> state.getKey().partition() == partition)
                .map(Map.Entry::getValue)
                .findAny();
    }

    /** Whether it is the state of a partition that was assigned without interruption since it was loaded. */
    public boolean holds(S state) {
        return states.containsValue(state);
    }

    /** The states of all loaded partitions. */
    public Map<TopicPartition, S> all() {
        return Map.copyOf(states);
    }

    /** The loop ends: from now on nothing is committed, and a loss is no failure. Call it before closing the consumer. */
    public void closing() {
        closing = true;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        // Not loaded here: while the group rebalances, the consumer may not be asked.
        toLoad.addAll(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (!closing) {
            handover.commit();
        }
        release(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        release(partitions);
        // While closing, an exception would keep the consumer from leaving its group.
        if (!closing) {
            handover.lose(partitions);
        }
    }

    private void release(Collection<TopicPartition> partitions) {
        Map<TopicPartition, S> gone = new HashMap<>();
        for (TopicPartition partition : partitions) {
            toLoad.remove(partition);
            S state = states.remove(partition);
            if (state != null) {
                gone.put(partition, state);
            }
        }
        handover.release(gone);
    }
}
