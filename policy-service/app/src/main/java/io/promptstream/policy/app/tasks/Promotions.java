package io.promptstream.policy.app.tasks;

import io.promptstream.event.Lineage;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Promotion;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.policy.learning.IncompatibleStateException;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PolicyState;
import io.promptstream.policy.learning.TaskLearner;
import io.promptstream.policy.task.PolicySpecifications;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Orders that a candidate becomes its task's policy. The order is part of the task, together with the settings that the
 * candidate learned with; the task's learner follows it between two rounds. Thread-safe.
 */
@Singleton
public final class Promotions {
    private final TaskWriter tasks;
    private final FrozenLanguageModel model;

    Promotions(TaskWriter tasks, FrozenLanguageModel model) {
        this.tasks = tasks;
        this.model = model;
    }

    /**
     * Has a candidate take the place of the policy from now on, whatever was ordered before.
     *
     * @param candidate the finished snapshot of the candidate that the order names
     * @return the task that holds now
     * @throws PromotionRefusedException if the candidate does not fit its task, or the task is gone
     */
    public Task orderNow(Promotion promotion, PolicySnapshot candidate) {
        return tasks.put(candidate.getTaskId(), found -> {
            Task known = known(found, candidate.getTaskId());
            return isOf(known, promotion)
                    ? known
                    : promoted(
                            known,
                            Promotion.newBuilder(promotion)
                                    .setOrderedRevision(known.getRevision() + 1)
                                    .build(),
                            candidate);
        });
    }

    /**
     * Publishes the task with an order that was given some time ago. An order that the task has already is not published
     * again.
     *
     * @param promotion names the revision in which it was given
     * @param candidate the finished snapshot of the candidate that the order names
     * @throws PromotionRefusedException if the candidate does not fit its task, the task is gone, or a later order was
     *     given
     */
    public void order(Promotion promotion, PolicySnapshot candidate) {
        tasks.put(candidate.getTaskId(), found -> {
            Task known = known(found, candidate.getTaskId());
            if (isOf(known, promotion)) {
                return known;
            }
            known.getPromotion()
                    .filter(before -> before.getOrderedRevision() > promotion.getOrderedRevision())
                    .ifPresent(later -> {
                        throw new PromotionRefusedException(
                                "candidate %s was ordered later; give the order again".formatted(later.getCandidate()));
                    });
            return promoted(known, promotion, candidate);
        });
    }

    private static Task known(Optional<Task> found, String taskId) {
        return found.orElseThrow(
                () -> new PromotionRefusedException("task %s is not there any more".formatted(taskId)));
    }

    private static boolean isOf(Task task, Promotion promotion) {
        return task.getPromotion()
                .filter(order -> order.getPromotionId().equals(promotion.getPromotionId()))
                .isPresent();
    }

    private Task promoted(Task task, Promotion promotion, PolicySnapshot candidate) {
        Task promoted = Task.newBuilder(promoted(task, candidate))
                .setPromotion(promotion)
                .build();
        requireFit(promoted, candidate);
        return promoted;
    }

    /** The task with the settings that the candidate learned with, before anything is ordered. */
    public static Task promoted(Task task, PolicySnapshot candidate) {
        return Task.newBuilder(task)
                .setPolicy(candidate.getLineage().map(Lineage::getPolicy).orElseGet(task::getPolicy))
                .build();
    }

    private void requireFit(Task promoted, PolicySnapshot candidate) {
        if (!TaskLearner.continues(promoted, candidate)) {
            throw new PromotionRefusedException(
                    "it was made for a task of the same id that was deleted since; replay again");
        }
        try {
            new Policies(model).restore(PolicySpecifications.of(promoted), PolicyState.of(candidate));
        } catch (IncompatibleStateException | IllegalArgumentException e) {
            throw new PromotionRefusedException(
                    "it does not fit the task as it is now; replay again: " + e.getMessage());
        }
    }
}
