package io.promptstream.task.execution;

import io.promptstream.event.Failure;
import io.promptstream.event.FailureCode;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

final class CountingMetrics implements ExecutionMetrics {
    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger modelFailures = new AtomicInteger();
    final List<FailureCode> failures = new CopyOnWriteArrayList<>();

    @Override
    public void answered(TaskOutput output) {
        answered.incrementAndGet();
    }

    @Override
    public void failed(TaskOutput output, Failure failure) {
        failures.add(failure.getCode());
    }

    @Override
    public void modelWorked(String modelId, int proposals, Duration duration) {}

    @Override
    public void modelFailed(String modelId, Duration duration) {
        modelFailures.incrementAndGet();
    }

    @Override
    public void deadLetter(DeadLetterReason reason) {}
}
