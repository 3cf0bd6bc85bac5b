package io.promptstream.benchmark.dashboard;

import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.schemas.serde.EventCodec;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes a recorded loop's events lap after lap, at a steady rate. */
final class LoopLoad implements AutoCloseable {
    private static final long PAUSE_NANOS = 10_000_000;

    private final RecordedLoop loop;
    private final double perSecond;
    private final EventCodec codec;
    private final KafkaProducer<String, byte[]> producer;
    private final Thread thread;
    private final AtomicLong written = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile boolean stopped;

    /** @param perSecond events on all topics, those included that the reward service makes of what is written */
    LoopLoad(RecordedLoop loop, KafkaAccess kafka, double perSecond) {
        this.loop = loop;
        this.perSecond = perSecond * loop.size() / (loop.size() + loop.rewards());
        this.codec = kafka.codec();
        this.producer = kafka.producer();
        this.thread = Thread.ofPlatform().daemon().name("loop-load").start(this::run);
    }

    /**
     * Events written until now.
     *
     * @throws IllegalStateException if Kafka refused one
     */
    long written() {
        if (failure.get() != null) {
            throw new IllegalStateException("The load has ended", failure.get());
        }
        return written.get();
    }

    private void run() {
        long began = System.nanoTime();
        while (!stopped && failure.get() == null) {
            double due = (System.nanoTime() - began) / 1e9 * perSecond;
            while (written.get() < due && !stopped) {
                write(written.getAndIncrement());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears the outcome
    private void write(long number) {
        int position = Math.toIntExact(number % loop.size());
        String topic = loop.topic(position);
        RecordedLoop.Keyed keyed = loop.event(position, 1 + number / loop.size(), Instant.now());
        producer.send(
                new ProducerRecord<>(topic, keyed.key(), codec.encode(topic, keyed.event())), (metadata, exception) -> {
                    if (exception != null) {
                        failure.compareAndSet(null, exception);
                    }
                });
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
        producer.close();
        codec.close();
    }
}
