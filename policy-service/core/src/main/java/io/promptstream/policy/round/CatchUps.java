package io.promptstream.policy.round;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The policies of a partition as they were committed last: their snapshots, and what was learned after these, learned again. */
public final class CatchUps {
    private CatchUps() {}

    /** What is committed of one partition, in its order. Only the events of tasks that the condition holds for are wanted. */
    public interface Recorded {
        /** The history, from this offset to its end. */
        void steps(long from, Predicate<String> tasks, Consumer<PolicyEvent> each) throws InterruptedException;

        /** The round results, from this offset at least to the one that is learned next. */
        void rounds(long from, Predicate<String> tasks, Consumer<RoundResult> each);
    }

    /**
     * The policies, by task.
     *
     * @param snapshots the partition's newest ones of live policies
     */
    public static Map<String, CatchUp.Result> of(
            Map<String, PolicySnapshot> snapshots, PolicySteps steps, Recorded recorded) throws InterruptedException {
        Map<String, CatchUp> policies = new HashMap<>();
        snapshots.forEach((taskId, snapshot) -> policies.put(taskId, new CatchUp(snapshot, steps)));
        OptionalLong firstStep = policies.values().stream()
                .map(CatchUp::saved)
                .map(PolicySnapshot::getNextStep)
                .flatMap(Optional::stream)
                .mapToLong(Long::longValue)
                .min();
        if (firstStep.isPresent()) {
            recorded.steps(firstStep.getAsLong(), policies::containsKey, event -> {
                if (event.getKind() == PolicyEventKind.LEARNED) {
                    of(policies, event.getTaskId()).step(event);
                }
            });
        }
        OptionalLong firstRound = policies.values().stream()
                .filter(CatchUp::isBehind)
                .mapToLong(CatchUp::nextRound)
                .min();
        if (firstRound.isPresent()) {
            recorded.rounds(
                    firstRound.getAsLong(),
                    policies::containsKey,
                    round -> of(policies, round.getTaskId()).round(round));
        }
        Map<String, CatchUp.Result> results = new HashMap<>();
        policies.forEach((taskId, policy) -> results.put(taskId, policy.result()));
        return results;
    }

    private static CatchUp of(Map<String, CatchUp> policies, String taskId) {
        CatchUp policy = policies.get(taskId);
        if (policy == null) {
            throw new IllegalArgumentException("task %s was not asked for".formatted(taskId));
        }
        return policy;
    }
}
