package io.promptstream.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Waits for the reader of a topic to come to the end that the topic has now. Thread-safe. */
public final class EndOffsetBarrier implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Supplier<? extends Admin> admins;
    private final Map<TopicPartition, OffsetSpec> latest;
    private final BiPredicate<Integer, Long> hasRead;
    private @Nullable Admin admin;

    /** @param hasRead whether everything up to an offset of a partition was read */
    public EndOffsetBarrier(
            Supplier<? extends Admin> admins, String topic, int partitions, BiPredicate<Integer, Long> hasRead) {
        this.admins = admins;
        this.latest = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toUnmodifiableMap(Function.identity(), partition -> OffsetSpec.latest()));
        this.hasRead = hasRead;
    }

    /** Begins to wait; returns at once. */
    public Pass begin() {
        return new Pass(admin().listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all());
    }

    /** A wait for the reader to have everything that was committed before it began. */
    public final class Pass {
        private final Deadline deadline = Deadline.in(PATIENCE);
        private final KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> ends;

        private Pass(KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> ends) {
            this.ends = ends;
        }

        /**
         * Whether it is over. Does not wait.
         *
         * @throws KafkaException if the broker does not answer, or the reader does not come to the end in time
         */
        public boolean isOver() throws InterruptedException {
            try {
                if (ends.isDone() && isRead(ends.get())) {
                    return true;
                }
                if (deadline.isOver()) {
                    throw new KafkaException("%s was not read to its end within %s"
                            .formatted(ends.isDone() ? ends.get() : latest.keySet(), PATIENCE));
                }
                return false;
            } catch (ExecutionException e) {
                throw new KafkaException("cannot ask for the ends of " + latest.keySet(), e.getCause());
            }
        }

        private boolean isRead(Map<TopicPartition, ListOffsetsResultInfo> ends) {
            return ends.entrySet().stream()
                    .allMatch(end -> hasRead.test(
                            end.getKey().partition(), end.getValue().offset() - 1));
        }
    }

    /** Made at the first use: most services never meet a record without its task. */
    private synchronized Admin admin() {
        if (admin == null) {
            admin = admins.get();
        }
        return admin;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close();
        }
    }
}
