package io.promptstream.benchmark.loop;

import io.promptstream.event.Query;
import io.promptstream.event.Task;
import io.promptstream.local.connection.QueryPublisher;
import io.promptstream.local.input.TaskInput;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Sends a sample's inputs at a steady rate, whatever becomes of them. */
final class SteadyLoad {
    private static final long PAUSE_NANOS = 1_000_000;

    private final Task task;
    private final List<TaskInput> inputs;
    private final QueryPublisher publisher;
    private final String ids;
    private long sent;

    /** @param ids what the queries' ids begin with */
    SteadyLoad(Task task, List<TaskInput> inputs, QueryPublisher publisher, String ids) {
        this.task = task;
        this.inputs = List.copyOf(inputs);
        this.publisher = publisher;
        this.ids = ids;
    }

    /** Returns when the time is over. */
    void run(double perSecond, Duration time) {
        long began = System.nanoTime();
        long before = sent;
        for (long now = began; now - began < time.toNanos(); now = System.nanoTime()) {
            if (sent - before < (now - began) / 1e9 * perSecond) {
                send();
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Sends the next one, and returns its id. */
    String send() {
        TaskInput input = inputs.get((int) (sent % inputs.size()));
        String id = ids + sent++;
        publisher.publish(Query.newBuilder()
                .setQueryId(id)
                .setTaskId(task.getTaskId())
                .setText(input.text())
                .setContext(input.context())
                .setReference(input.reference())
                .setAskedAt(Clock.systemUTC().instant())
                .build());
        return id;
    }
}
