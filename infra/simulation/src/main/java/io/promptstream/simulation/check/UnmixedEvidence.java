package io.promptstream.simulation.check;

import io.promptstream.event.Feedback;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.simulation.node.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An answer is compared with nothing but what was told of its own task's query. */
final class UnmixedEvidence {
    private static final String PROMISE = "evidence is not mixed between tasks";

    private UnmixedEvidence() {}

    private record QueryOf(String taskId, String id) {}

    static List<Violation> violations(Committed log) {
        Map<QueryOf, Set<String>> told = new HashMap<>();
        for (Query query : log.all(Topics.QUERIES, Query.class)) {
            query.getReference().ifPresent(reference -> tell(told, query.getTaskId(), query.getQueryId(), reference));
        }
        for (Feedback feedback : log.all(Topics.FEEDBACK, Feedback.class)) {
            feedback.getReference()
                    .ifPresent(reference -> tell(told, feedback.getTaskId(), feedback.getQueryId(), reference));
        }
        return log.all(Topics.REWARDS, Reward.class).stream()
                .filter(reward -> reward.getReference()
                        .filter(reference -> !told.getOrDefault(
                                        new QueryOf(reward.getTaskId(), reward.getQueryId()), Set.of())
                                .contains(reference))
                        .isPresent())
                .map(reward -> new Violation(
                        PROMISE,
                        "%s of %s was compared with %s, which nobody told of it"
                                .formatted(reward.getProposalId(), reward.getTaskId(), reward.getReference())))
                .toList();
    }

    private static void tell(Map<QueryOf, Set<String>> told, String taskId, String queryId, String reference) {
        told.computeIfAbsent(new QueryOf(taskId, queryId), query -> new HashSet<>())
                .add(reference);
    }
}
