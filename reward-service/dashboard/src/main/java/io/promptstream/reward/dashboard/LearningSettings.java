package io.promptstream.reward.dashboard;

import io.promptstream.event.Task;
import io.promptstream.schemas.RewardKinds;
import org.jspecify.annotations.Nullable;

/** Whether a task can learn at all. */
final class LearningSettings {
    private LearningSettings() {}

    /** Why the task's settings do not let it learn, in words; null where they do. */
    static @Nullable String cannotLearn(Task task) {
        return RewardKinds.ratedByPeople(task.getReward())
                ? "it cannot learn this way: people rate what they are served, and nobody can rate an exploration that"
                        + " nobody sees, so it serves its prompt and explores nothing. Where a program rates every output,"
                        + " write reward.ratedBy: judge"
                : null;
    }
}
