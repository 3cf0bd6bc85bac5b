package io.promptstream.task.app.answer;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that this instance has, and how far each is answered. A partition that is revoked or lost is forgotten with
 * everything that was read from it; who gets it finds in the committed offset's metadata what is finished. Belongs to the
 * consumer's thread.
 */
final class AssignedPartitions implements ConsumerRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(AssignedPartitions.class);

    private final org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer;
    private final Consumer<Set<PartitionProgress>> forget;
    private final Map<TopicPartition, PartitionProgress> progress = new HashMap<>();

    /** @param forget told what has gone elsewhere */
    AssignedPartitions(
            org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer,
            Consumer<Set<PartitionProgress>> forget) {
        this.consumer = consumer;
        this.forget = forget;
    }

    static TopicPartition of(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    /** The progress of a partition that is assigned; it is read from the group when it is first asked for. */
    PartitionProgress progress(TopicPartition partition) {
        PartitionProgress known = progress.get(partition);
        if (known == null) {
            // Not while the partitions are being reassigned: the consumer may not be asked then.
            known = committed(partition);
            progress.put(partition, known);
        }
        return known;
    }

    /** Whether it is that of a partition that was assigned without interruption since it was made. */
    boolean have(PartitionProgress wanted) {
        return progress.containsValue(wanted);
    }

    /**
     * Reads on where there is room, and only there.
     *
     * @param full whether there is room nowhere
     * @param reopened whether a lane that refused work takes it again
     */
    void steer(boolean full, boolean reopened) {
        Set<TopicPartition> wait = new HashSet<>();
        for (TopicPartition partition : consumer.assignment()) {
            PartitionProgress read = progress.get(partition);
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

    private PartitionProgress committed(TopicPartition partition) {
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
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        Set<PartitionProgress> gone = new HashSet<>();
        for (TopicPartition partition : partitions) {
            PartitionProgress read = progress.remove(partition);
            if (read != null) {
                gone.add(read);
            }
        }
        forget.accept(gone);
    }

    /** {@link #progress} reads what is committed. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
}
