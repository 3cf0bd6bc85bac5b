package io.promptstream.policy.kafka;

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
     * Publishes the task with the order. An order that the task has already is not published again.
     *
     * @param candidate the finished snapshot of the candidate that the order names
     * @return the task that holds now
     * @throws PromotionRefusedException if the candidate does not fit its task, the task is gone, or a later order was
     *     given
     */
    public Task order(Promotion promotion, PolicySnapshot candidate) {
        String taskId = candidate.getTaskId();
        return tasks.put(taskId, found -> {
            Task known = found.orElseThrow(
                    () -> new PromotionRefusedException("task %s is not there any more".formatted(taskId)));
            Optional<Promotion> before = known.getPromotion();
            if (before.map(Promotion::getPromotionId)
                    .filter(promotion.getPromotionId()::equals)
                    .isPresent()) {
                return known;
            }
            before.filter(ordered -> ordered.getOrderedAt().isAfter(promotion.getOrderedAt()))
                    .ifPresent(later -> {
                        throw new PromotionRefusedException(
                                "candidate %s was ordered later; give the order again".formatted(later.getCandidate()));
                    });
            Task promoted = promoted(known, promotion, candidate);
            requireFit(promoted, candidate);
            return promoted;
        });
    }

    private static Task promoted(Task task, Promotion promotion, PolicySnapshot candidate) {
        return Task.newBuilder(promoted(task, candidate))
                .setPromotion(promotion)
                .build();
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
                    "it was made for a task of the same id that was deleted since; replay anew");
        }
        try {
            new Policies(model).restore(PolicySpecifications.of(promoted), PolicyState.of(candidate));
        } catch (IncompatibleStateException | IllegalArgumentException e) {
            throw new PromotionRefusedException(
                    "it does not fit the task as it is now; replay anew: " + e.getMessage());
        }
    }
}
