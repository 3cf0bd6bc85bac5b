package io.promptstream.task.app.answer;

import io.promptstream.kafka.OwnedPartitions;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far each partition of this instance is answered, and where it reads on. Whoever gets a partition finds in the committed
 * offset's metadata what is finished. Belongs to the consumer's thread.
 */
final class AssignedPartitions implements OwnedPartitions.Handover<PartitionProgress> {
    private static final Logger log = LoggerFactory.getLogger(AssignedPartitions.class);

    private final Consumer<String, byte[]> consumer;
    private final Runnable commit;
    private final java.util.function.Consumer<Collection<PartitionProgress>> forget;
    private final OwnedPartitions<PartitionProgress> owned;

    /**
     * @param commit commits what is finished, before partitions are revoked
     * @param forget told what is gone
     */
    AssignedPartitions(
            Consumer<String, byte[]> consumer,
            Runnable commit,
            java.util.function.Consumer<Collection<PartitionProgress>> forget) {
        this.consumer = consumer;
        this.commit = commit;
        this.forget = forget;
        this.owned = new OwnedPartitions<>(consumer, this);
    }

    static TopicPartition of(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    /** To be subscribed with. */
    OwnedPartitions<PartitionProgress> owned() {
        return owned;
    }

    /** The progress of the partition that the record was just read from. */
    PartitionProgress progress(ConsumerRecord<?, ?> record) throws InterruptedException {
        return owned.get(of(record));
    }

    /** Whether it is that of a partition that was assigned without interruption since it was made. */
    boolean have(PartitionProgress wanted) {
        return owned.holds(wanted);
    }

    /**
     * Reads on where there is room, and only there.
     *
     * @param full whether there is room nowhere
     * @param reopened whether what was put off is to be read again
     */
    void steer(boolean full, boolean reopened) {
        Set<TopicPartition> wait = new HashSet<>();
        for (TopicPartition partition : consumer.assignment()) {
            PartitionProgress read = owned.find(partition).orElse(null);
            if (read != null && (reopened || read.hasRoomAgain())) {
                read.takeUp().ifPresent(offset -> consumer.seek(partition, offset));
            }
            if (full || (read != null && read.isFull())) {
                wait.add(partition);
            }
        }
        Set<TopicPartition> goOn = new HashSet<>(consumer.paused());
        goOn.removeAll(wait);
        consumer.resume(goOn);
        wait.removeAll(consumer.paused());
        consumer.pause(wait);
    }

    @Override
    public PartitionProgress load(TopicPartition partition) {
        OffsetAndMetadata committed = committedOffset(partition);
        if (committed == null) {
            return new PartitionProgress(0, new TreeSet<>());
        }
        NavigableSet<Long> finished = FinishedOffsets.read(committed.offset(), committed.metadata())
                .orElseGet(() -> {
                    log.warn(
                            "The metadata of the committed offset of {} is not this service's; every record from {} on is answered",
                            partition,
                            committed.offset());
                    return new TreeSet<>();
                });
        return new PartitionProgress(committed.offset(), finished);
    }

    private @Nullable OffsetAndMetadata committedOffset(TopicPartition partition) {
        while (true) {
            try {
                return consumer.committed(Set.of(partition)).get(partition);
            } catch (WakeupException e) {
                // Meant for a wait that had ended; whoever stops the loop is noticed after this pass.
                log.debug("Woken up while reading the committed offset of {}", partition);
            }
        }
    }

    @Override
    public void commit() {
        commit.run();
    }

    @Override
    public void release(Map<TopicPartition, PartitionProgress> gone) {
        forget.accept(gone.values());
    }

    /** What is lost is released, and nothing of it is committed any more; the other partitions go on. */
    @Override
    public void lose(Collection<TopicPartition> lost) {
        log.warn("Lost {} to another instance, which answers them now", lost);
    }
}
