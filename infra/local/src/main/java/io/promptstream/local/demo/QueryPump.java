package io.promptstream.local.demo;

import io.promptstream.event.Query;
import io.promptstream.event.Task;
import io.promptstream.local.connection.QueryPublisher;
import io.promptstream.local.model.LabelledInput;
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
 * Streams labelled inputs again and again, each pass in another order, as fast as the loop keeps up.
 *
 * <p>A query is sent when the task model has little left to do and the proposer has read those before. So the model
 * never idles, nothing queues for longer than a moment, and nearly every query finds room in a round.
 */
final class QueryPump implements AutoCloseable {

    private static final long PAUSE_NANOS = 2_000_000;

    private final Task task;
    private final List<LabelledInput> inputs;
    private final QueryPublisher publisher;
    private final Supplier<Backlog> backlog;
    private final Clock clock;
    private final Random random;
    private final AtomicLong sent = new AtomicLong();
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable RuntimeException failure;

    QueryPump(
            Task task,
            List<LabelledInput> inputs,
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
        this.thread = Thread.ofPlatform().daemon().name("pump-queries").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Throws what ended the stream early, if anything did. */
    void requireRunning() {
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

    private void awaitRoom() {
        var policy = task.getPolicy();
        long round = (long) policy.getPromptsPerRound() * policy.getQueriesPerRound();
        // One round less than may be in flight: a query beyond that would be served only, and teach nothing.
        long mostUnanswered = Math.max(round / 2, round * (policy.getRoundsInFlight() - 1));
        long mostUnserved = 2L * policy.getQueriesPerRound();
        for (var now = backlog.get();
                !stopped && (now.unanswered() > mostUnanswered || sent.get() - now.served() > mostUnserved);
                now = backlog.get()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private Query query(LabelledInput input) {
        return Query.newBuilder()
                .setQueryId("demo-" + sent.incrementAndGet())
                .setTaskId(task.getTaskId())
                .setText(input.text())
                .setReference(task.getLabels().get(input.label()).getName())
                .setAskedAt(clock.instant())
                .build();
    }
}
