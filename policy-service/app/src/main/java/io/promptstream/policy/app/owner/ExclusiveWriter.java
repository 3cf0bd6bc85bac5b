package io.promptstream.policy.app.owner;

import io.promptstream.kafka.Deadline;
import io.promptstream.kafka.FencingDetector;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.KeyedEvents;
import io.promptstream.policy.app.owner.OwnedPartition.Changed;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.size.RecordLimits;
import io.promptstream.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Changes the events of a compacted topic one after the other, whichever instances of this service do so at the same time:
 * each change is made from the event that the one before has left. Thread-safe.
 */
public final class ExclusiveWriter<T extends SpecificRecord> implements AutoCloseable {
    /** How long a change may wait for others and be tried. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** Changes in one transaction. */
    private static final int MOST_AT_ONCE = 100;
    /** Times as long as a try took, the other instance may continue before the partition is taken back. */
    private static final int LONGEST_PAUSE = 4;

    private static final Duration MOST_PAUSED = Duration.ofMillis(250);

    private final KafkaClients clients;
    private final EventCodec codec;
    private final RecordLimits limits;
    private final Topic topic;
    private final KeyedEvents<T> events;
    private final RandomGenerator random;
    private final Map<Integer, Lane> lanes = new ConcurrentHashMap<>();

    public ExclusiveWriter(
            KafkaClients clients,
            EventCodec codec,
            RecordLimits limits,
            Topic topic,
            KeyedEvents<T> events,
            RandomGenerator random) {
        this.clients = clients;
        this.codec = codec;
        this.limits = limits;
        this.topic = topic;
        this.events = events;
        this.random = random;
    }

    /** The changes of one partition: whoever has the lock makes those of all who wait for it. */
    private final class Lane {
        private final ReentrantLock lock = new ReentrantLock(/* fair= */ true);
        private final Queue<Request<T>> waiting = new ConcurrentLinkedQueue<>();
        private final OwnedPartition<T> partition;

        private Lane(int number) {
            this.partition = new OwnedPartition<>(
                    new TopicPartition(topic.name(), number),
                    codec,
                    limits,
                    events,
                    () -> clients.exclusiveTransactions("owner", topic.name() + "." + number),
                    () -> clients.reader(Map.of(
                            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) OwnedPartition.PATIENCE.toMillis())));
        }

        /** Takes what waits, as much as one transaction is to hold. */
        private List<Request<T>> next() {
            List<Request<T>> requests = new ArrayList<>();
            Request<T> request = waiting.poll();
            while (request != null) {
                requests.add(request);
                request = requests.size() < MOST_AT_ONCE ? waiting.poll() : null;
            }
            return requests;
        }
    }

    /**
     * Changes what is under a key.
     *
     * @param change an exception of its refuses the change and is thrown on
     * @throws OversizedRecordException if the event is too large for its topic
     * @throws KafkaException if it could not be made in time
     */
    public Changed<T> change(int partition, String key, Change<T> change) {
        Lane lane = lanes.computeIfAbsent(partition, Lane::new);
        Request<T> request = new Request<>(key, change, Deadline.in(PATIENCE), new CompletableFuture<>());
        lane.waiting.add(request);
        try {
            if (lane.lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    makeWaiting(lane, request);
                } finally {
                    lane.lock.unlock();
                }
            } else if (lane.waiting.remove(request)) {
                throw new KafkaException(
                        "%s cannot be changed: other changes took longer than %s".formatted(key, PATIENCE));
            }
            return request.result().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw e;
        } catch (InterruptedException e) {
            lane.waiting.remove(request);
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while changing " + key, e);
        }
    }

    private void makeWaiting(Lane lane, Request<T> own) throws InterruptedException {
        while (!own.result().isDone()) {
            List<Request<T>> requests = lane.next();
            while (!requests.isEmpty()) {
                makeOrFail(lane.partition, requests);
                requests = requests.stream()
                        .filter(request -> !request.result().isDone())
                        .toList();
            }
        }
    }

    /** Whatever ends this, nobody waits for ever. */
    private void makeOrFail(OwnedPartition<T> partition, List<Request<T>> requests) throws InterruptedException {
        try {
            make(partition, requests);
        } catch (InterruptedException | RuntimeException | Error e) {
            requests.forEach(request ->
                    request.result().completeExceptionally(new KafkaException("the change was broken off: " + e, e)));
            throw e;
        }
    }

    private void make(OwnedPartition<T> partition, List<Request<T>> requests) throws InterruptedException {
        boolean taken = partition.isTaken();
        long began = System.nanoTime();
        try {
            partition.make(requests);
        } catch (KafkaException e) {
            // What came of it is read before the next try.
            boolean again = taken || FencingDetector.isFencing(e);
            requests.stream()
                    .filter(request -> !again || request.deadline().isOver())
                    .forEach(request -> request.result()
                            .completeExceptionally(new KafkaException(
                                    "%s cannot be changed: %s".formatted(request.key(), e.getMessage()), e)));
            if (again && requests.stream().anyMatch(request -> !request.result().isDone())) {
                pause(System.nanoTime() - began);
            }
        }
    }

    private void pause(long tried) throws InterruptedException {
        long shortest = Math.clamp(tried, 1, MOST_PAUSED.toNanos());
        Thread.sleep(Duration.ofNanos(random.nextLong(shortest, LONGEST_PAUSE * shortest)));
    }

    @Override
    public void close() {
        for (Lane lane : lanes.values()) {
            lane.lock.lock();
            try {
                lane.partition.close();
            } finally {
                lane.lock.unlock();
            }
        }
    }
}
