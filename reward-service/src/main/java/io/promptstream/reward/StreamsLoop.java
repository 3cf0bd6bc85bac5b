package io.promptstream.reward;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.promptstream.service.LoopBody;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * One life of the streams. A thread that fails ends all of this life, so that its transaction is aborted and the next life,
 * after a pause, reads again.
 */
final class StreamsLoop implements LoopBody {
    private static final Duration WATCH = Duration.ofMillis(500);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(15);

    private final KafkaStreams streams;
    private final KafkaStreamsMetrics meters;
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

    StreamsLoop(Topology topology, Properties settings, MeterRegistry registry) {
        this.streams = new KafkaStreams(topology, settings);
        this.meters = new KafkaStreamsMetrics(streams);
        meters.bindTo(registry);
        streams.setUncaughtExceptionHandler(failure -> {
            failures.add(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
    }

    KafkaStreams streams() {
        return streams;
    }

    @Override
    public void runOnce() throws InterruptedException {
        Throwable failure = failures.poll(WATCH.toMillis(), TimeUnit.MILLISECONDS);
        if (failure != null) {
            throw new IllegalStateException("A stream thread failed: " + failure.getMessage(), failure);
        }
        if (streams.state().hasCompletedShutdown()) {
            throw new IllegalStateException("The streams ended in state " + streams.state());
        }
    }

    @Override
    public void wakeup() {
        // The watch is short.
    }

    /** Finishes what is under way, commits it and leaves the group, so that a successor need not wait for the timeout. */
    @Override
    public void close() {
        streams.close(CloseOptions.timeout(CLOSE_PATIENCE)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        meters.close();
    }
}
