package io.promptstream.policy.task;

import io.promptstream.event.Task;
import io.promptstream.schemas.RewardKinds;
import java.util.Optional;

/** Why a task's policy cannot learn, whatever comes in; then nothing is explored, because nothing would come of it. */
public final class LearningObstacle {
    /** In words, for who put the task. */
    private static final String RATED_BY_PEOPLE =
            "The policy cannot learn: people rate the answers that they were served, and"
                    + " nobody sees an exploration, so none is made and none is paid for. Every query is answered with the prompt"
                    + " that serves now. Where a program rates every output, write reward.ratedBy: judge; where the right answer"
                    + " is known later, write reward.kind: label-margin, or for a generation token-f1, and send it as the reference.";

    private LearningObstacle() {}

    public static Optional<String> of(Task task) {
        return RewardKinds.ratedByPeople(task.getReward()) ? Optional.of(RATED_BY_PEOPLE) : Optional.empty();
    }
}
