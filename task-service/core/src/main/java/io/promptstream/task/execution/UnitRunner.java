package io.promptstream.task.execution;

import io.promptstream.event.FailureCode;
import io.promptstream.task.model.Answer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the model of a unit. Where the call fails as a whole, each proposal is tried alone. */
final class UnitRunner {
    private static final Logger log = LoggerFactory.getLogger(UnitRunner.class);

    private final RemoteTokenBudget budget;
    private final ExecutionMetrics metrics;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    UnitRunner(RemoteTokenBudget budget, ExecutionMetrics metrics, InstantSource clock, LongSupplier nanoTime) {
        this.budget = budget;
        this.metrics = metrics;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** One result per item. */
    List<Result> run(WorkUnit unit) {
        long start = nanoTime.getAsLong();
        List<Answer> answers;
        try {
            answers = answer(unit);
            if (answers.size() != unit.items().size()) {
                throw new IllegalStateException("the model gave %d answers to %d questions"
                        .formatted(answers.size(), unit.items().size()));
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            metrics.modelFailed(unit.model().id(), since(start));
            if (unit.items().size() == 1) {
                return List.of(failed(unit, e));
            }
            log.warn(
                    "Model {} failed on {} proposals of task {}, which are now tried one by one",
                    unit.model().id(),
                    unit.items().size(),
                    unit.taskId(),
                    e);
            return runOneByOne(unit);
        }
        Duration duration = since(start);
        metrics.modelWorked(unit.model().id(), answers.size(), duration);
        long micros = duration.toNanos() / 1000 / answers.size();
        List<Result> results = new ArrayList<>(answers.size());
        for (int i = 0; i < answers.size(); i++) {
            results.add(new Result(unit.items().get(i).index(), unit.model().id(), answers.get(i), micros));
        }
        return results;
    }

    private Duration since(long start) {
        return Duration.ofNanos(nanoTime.getAsLong() - start);
    }

    private List<Result> runOneByOne(WorkUnit unit) {
        return unit.items().stream()
                .flatMap(item -> run(unit.only(item)).stream())
                .toList();
    }

    private List<Answer> answer(WorkUnit unit) {
        return unit.model().answer(unit.assignment(), unit.renderings(), budget.account(unit.taskId(), clock));
    }

    private static Result failed(WorkUnit unit, Throwable e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new Result(
                unit.items().getFirst().index(),
                unit.model().id(),
                new Answer.Failed(FailureCode.MODEL_FAILURE, "the model failed: " + reason),
                0);
    }
}
