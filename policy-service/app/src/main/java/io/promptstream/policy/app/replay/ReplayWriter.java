package io.promptstream.policy.app.replay;

import io.promptstream.event.Replay;
import io.promptstream.kafka.Deadline;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.KeyedEvents;
import io.promptstream.policy.app.owner.Change;
import io.promptstream.policy.app.owner.ExclusiveWriter;
import io.promptstream.policy.app.owner.OwnedPartition.Changed;
import io.promptstream.policy.app.owner.TaskPartitions;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.size.RecordLimits;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.schemas.topic.TopicCatalogue;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;

/**
 * Gives and withdraws the orders of replays, and returns when this instance sees the change itself. Orders of one name,
 * through whatever instances, follow one another. Thread-safe.
 */
@Singleton
public final class ReplayWriter {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final ReplayOrders orders;
    private final ExclusiveWriter<Replay> writer;
    private final TaskPartitions partitions;

    ReplayWriter(
            ReplayOrders orders,
            KafkaClients clients,
            EventCodec codec,
            RecordLimits limits,
            KeyedEvents<Replay> events,
            TopicCatalogue topics) {
        this.orders = orders;
        this.writer = new ExclusiveWriter<>(clients, codec, limits, topics.replays(), events, new Random());
        this.partitions = new TaskPartitions(topics.replays().partitions());
    }

    /**
     * Gives an order.
     *
     * @param replace whether it takes the place of one of its name
     * @return whether it was given; otherwise the name is taken
     * @throws KafkaException if it could not be published or is not read back in time
     */
    public boolean give(Replay order, boolean replace) {
        AtomicBoolean taken = new AtomicBoolean();
        change(order.getTaskId(), order.getName(), known -> {
            taken.set(!replace
                    && known.event().filter(present -> !present.equals(order)).isPresent());
            return taken.get() ? Change.Outcome.keep(null) : Change.Outcome.write(order);
        });
        return !taken.get();
    }

    /** Withdraws an order, if it is there. */
    public void withdraw(String taskId, String name) {
        change(
                taskId,
                name,
                known -> known.event().isPresent() ? Change.Outcome.delete(Map.of()) : Change.Outcome.keep(null));
    }

    private void change(String taskId, String name, Change<Replay> change) {
        int partition = partitions.of(taskId);
        Changed<Replay> changed = writer.change(partition, CandidateKeys.of(taskId, name), change);
        Deadline deadline = Deadline.in(PATIENCE);
        try {
            while (!orders.hasRead(partition, changed.end() - 1)) {
                if (deadline.isOver()) {
                    throw new KafkaException("the order was given but not read back within " + PATIENCE);
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting for the order to be read back", e);
        }
    }

    @PreDestroy
    void close() {
        writer.close();
    }
}
