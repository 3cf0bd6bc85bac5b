package io.promptstream.local.demo;

import io.promptstream.event.Query;
import io.promptstream.event.Task;
import io.promptstream.local.connection.QueryPublisher;
import io.promptstream.local.input.TaskInput;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Streams labelled inputs again and again, each pass in another order, as fast as the loop learns from them.
 *
 * <p>There is always work for the task model, nothing queues for longer than the rounds in flight take, and nearly every
 * query teaches something: {@link QueryPacing} sees to it.
 */
public final class QueryPump implements AutoCloseable {

    private static final long PAUSE_NANOS = 2_000_000;

    private final Task task;
    private final List<TaskInput> inputs;
    private final QueryPublisher publisher;
    private final Supplier<Backlog> backlog;
    private final Clock clock;
    private final Random random;
    private final AtomicLong sent = new AtomicLong();
    private final Thread thread;
    private final QueryPacing pacing;
    private volatile boolean stopped;
    private volatile @Nullable RuntimeException failure;

    public QueryPump(
            Task task,
            List<TaskInput> inputs,
            QueryPublisher publisher,
            Supplier<Backlog> backlog,
            Clock clock,
            long seed) {
        this.task = task;
        this.inputs = new ArrayList<>(inputs);
        this.publisher = publisher;
        this.backlog = backlog;
        this.clock = clock;
        this.random = new Random(seed);
        var policy = task.getPolicy();
        this.pacing = new QueryPacing(
                policy.getQueriesPerRound(), policy.getPromptsPerRound(), policy.getRoundsInFlight(), System::nanoTime);
        this.thread = Thread.ofPlatform().daemon().name("pump-queries").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Throws what ended the stream early, if anything did. */
    public void requireRunning() {
        var reason = failure;
        if (reason != null) {
            throw reason;
        }
    }

    /** Ends the stream; every query that was sent is in Kafka then. */
    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
        publisher.flush();
    }

    private void run() {
        try {
            while (!stopped) {
                Collections.shuffle(inputs, random);
                for (var input : inputs) {
                    awaitRoom();
                    if (stopped) {
                        return;
                    }
                    publisher.publish(query(input));
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** Returns when another query is welcome, or the stream is to end. */
    private void awaitRoom() {
        while (!stopped && !pacing.next(backlog.get(), sent.get())) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private Query query(TaskInput input) {
        return Query.newBuilder()
                .setQueryId("demo-" + sent.incrementAndGet())
                .setTaskId(task.getTaskId())
                .setText(input.text())
                .setContext(input.context())
                .setReference(input.reference())
                .setAskedAt(clock.instant())
                .build();
    }
}
