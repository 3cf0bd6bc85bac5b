package io.promptstream.policy.app.promote;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Promotion;
import io.promptstream.event.Task;
import io.promptstream.policy.app.evaluate.EvaluationAnswer;
import io.promptstream.policy.app.evaluate.EvaluationTargets;
import io.promptstream.policy.app.evaluate.PolicyEvaluations;
import io.promptstream.policy.app.http.RequestException;
import io.promptstream.policy.evaluation.LogPosition;
import io.promptstream.policy.task.FieldError;
import jakarta.inject.Singleton;
import java.util.List;

/** Has the order to promote a candidate say what logged rounds tell of it. */
@Singleton
final class CandidateEvaluation {
    private final EvaluationTargets targets;
    private final PolicyEvaluations evaluations;

    CandidateEvaluation(EvaluationTargets targets, PolicyEvaluations evaluations) {
        this.targets = targets;
        this.evaluations = evaluations;
    }

    /**
     * Evaluates what the candidate samples on all rounds of the task, and writes estimates, refusals and notes into the
     * order; refuses a candidate that does not fit the task, and a log that is too long.
     */
    void write(Task task, PolicySnapshot candidate, Promotion.Builder order) {
        try {
            EvaluationAnswer answer = evaluations.evaluate(
                    task, targets.sampling(task, candidate), new LogPosition.Beginning(), new LogPosition.End());
            order.setEvaluation(answer.events()).setEvaluationNotes(answer.remarks());
        } catch (PolicyEvaluations.TooManyRoundsException e) {
            throw RequestException.invalid(List.of(new FieldError(
                    "evaluation",
                    ("is missing, and there are more than %d rounds to make it from; write the estimates that POST"
                                    + " /tasks/%s/evaluations gives for fewer of them, or an empty list")
                            .formatted(PolicyEvaluations.MOST_ROUNDS, task.getTaskId()))));
        }
    }
}
