package io.promptstream.reward.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.promptstream.kafka.LoopBody;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * One run of the streams. A thread that fails ends all of this run, so that its transaction is aborted and the next run,
 * after a pause, reads again.
 */
final class StreamsLoop implements LoopBody {
    private static final Duration WATCH = Duration.ofMillis(500);
    private static final Duration TASKS_WATCH = Duration.ofMillis(50);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(15);

    private final KafkaStreams streams;
    private final KafkaStreamsMetrics meters;
    private final BooleanSupplier tasksReady;
    private final MeterRegistry registry;
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    private boolean measured;

    /**
     * @param streams not started; started by the first pass that finds the tasks ready, and closed with this loop
     * @param tasksReady whether an absent task means that there is none; windows and rules of tasks are needed from the
     *     first record on
     */
    StreamsLoop(KafkaStreams streams, BooleanSupplier tasksReady, MeterRegistry registry) {
        this.streams = streams;
        this.tasksReady = tasksReady;
        this.registry = registry;
        this.meters = new KafkaStreamsMetrics(streams);
    }

    KafkaStreams streams() {
        return streams;
    }

    @Override
    public void runOnce() throws InterruptedException {
        if (streams.state() == KafkaStreams.State.CREATED) {
            if (!tasksReady.getAsBoolean()) {
                Thread.sleep(TASKS_WATCH);
                return;
            }
            start();
        }
        measureWhatRuns();
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

    /** The metrics of tasks are there once tasks are; what a later rebalance brings is found within a minute. */
    private void measureWhatRuns() {
        if (!measured && streams.state() == KafkaStreams.State.RUNNING) {
            meters.bindTo(registry);
            measured = true;
        }
    }

    private void start() {
        streams.setUncaughtExceptionHandler(failure -> {
            failures.add(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
    }

    /** Finishes what is in flight, commits it and leaves the group, so that a successor need not wait for the timeout. */
    @Override
    public void close() {
        streams.close(CloseOptions.timeout(CLOSE_PATIENCE)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        meters.close();
    }
}
