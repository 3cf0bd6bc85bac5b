package io.promptstream.policy.round;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Promotion;
import io.promptstream.event.Task;
import java.util.Optional;

/** What has become of a task's last order to replace its policy by a candidate. */
public enum PromotionProgress {
    /** There was no order. */
    NONE,
    /** The learner has not come to it yet. */
    PENDING,
    FOLLOWED,
    /** The learner has seen it and could not follow it. */
    REFUSED;

    /**
     * Judges by the newest snapshot.
     *
     * @param live of the task's live policy
     */
    public static PromotionProgress of(Task task, PolicySnapshot live) {
        Optional<Promotion> order = task.getPromotion();
        if (order.isEmpty()) {
            return NONE;
        }
        if (live.getPromotionId().filter(order.get().getPromotionId()::equals).isPresent()) {
            return FOLLOWED;
        }
        return live.getTaskRevision() < task.getRevision() ? PENDING : REFUSED;
    }
}
