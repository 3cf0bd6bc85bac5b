package io.promptstream.policy.app.tasks;

import io.promptstream.event.Task;
import io.promptstream.policy.app.http.RequestException;
import io.promptstream.policy.check.CheckOutcome;
import io.promptstream.policy.check.TaskChecks;
import jakarta.inject.Singleton;
import java.util.List;

/** Refuses requests for tasks that the model which is to answer them cannot answer. */
@Singleton
public final class CheckedTasks {
    private final TaskChecks checks;

    CheckedTasks(TaskChecks checks) {
        this.checks = checks;
    }

    /**
     * Has a task checked as it is to be.
     *
     * @return what to say beside accepting it
     */
    public List<String> warnings(Task task) {
        return switch (checks.check(task)) {
            case CheckOutcome.Passed passed -> List.of();
            case CheckOutcome.Refused refused -> throw RequestException.invalid(refused.errors());
            case CheckOutcome.Unanswered unanswered -> List.of(unanswered.warning());
        };
    }

    /** As {@link #warnings(Task)}, where the change asks anything new of the model. */
    public List<String> warnings(Task before, Task after) {
        return TaskChecks.sameNeeds(before, after) ? List.of() : warnings(after);
    }
}
