package io.promptstream.policy.app.evaluate;

import io.promptstream.event.Task;
import io.promptstream.policy.evaluation.Evaluator;
import io.promptstream.policy.evaluation.LeftOut;
import io.promptstream.policy.evaluation.LogPosition;
import io.promptstream.policy.evaluation.RoundLog;
import jakarta.inject.Singleton;
import java.util.List;

/** Evaluates policies on the logged rounds of their task. Thread-safe. */
@Singleton
public final class PolicyEvaluations {
    /** Bounds memory to about a hundred megabytes. */
    public static final long MOST_ROUNDS = 1_000_000;

    private final RoundResultReader rounds;

    PolicyEvaluations(RoundResultReader rounds) {
        this.rounds = rounds;
    }

    /** A range holds more than {@link #MOST_ROUNDS}. */
    public static final class TooManyRoundsException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * What the rounds of a range say of a policy, when all of them are read.
     *
     * @throws TooManyRoundsException if there are too many
     */
    public EvaluationAnswer evaluate(Task task, EvaluationTargets.Found found, LogPosition from, LogPosition to) {
        Evaluator evaluator = new Evaluator(List.of(found.target()));
        RoundLog log = new RoundLog();
        RoundResultReader.Range range = rounds.read(task.getTaskId(), from, to, result -> {
            if (log.read() == MOST_ROUNDS) {
                throw new TooManyRoundsException();
            }
            log.take(result).ifPresent(evaluator::add);
        });
        long truncated = log.leftOut().getOrDefault(LeftOut.TRUNCATED, 0L);
        return EvaluationAnswer.of(
                task.getTaskId(), found, range, log, evaluator.finish(truncated).getFirst());
    }
}
