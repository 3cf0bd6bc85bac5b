package io.promptstream.simulation.check;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Role;
import io.promptstream.event.TaskOutput;
import io.promptstream.simulation.node.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Each query gets one proposal that serves it, or those of its evaluation, or is a dead letter; each proposal gets one output. */
final class AnsweredOnce {
    private static final String PROMISE = "each query is answered once";

    private AnsweredOnce() {}

    private record Id(String taskId, String id) {}

    static List<Violation> violations(Committed log) {
        List<Violation> found = new ArrayList<>();
        Map<Id, Integer> dead =
                Committed.count(log.all(Topics.QUERIES + Topics.DEAD_LETTERS, Query.class), AnsweredOnce::id);
        Map<Id, Integer> served = Committed.count(
                log.written(Topics.PROPOSALS, PromptProposal.class).stream()
                        .filter(AnsweredOnce::answers)
                        .toList(),
                proposal -> new Id(proposal.getTaskId(), proposal.getQueryId()));
        Committed.count(log.all(Topics.QUERIES, Query.class), AnsweredOnce::id).forEach((query, count) -> {
            int answers = served.getOrDefault(query, 0) + dead.getOrDefault(query, 0);
            if (answers != count) {
                found.add(new Violation(
                        PROMISE, "%s came %d times and was answered %d times".formatted(query, count, answers)));
            }
        });
        Map<Id, Integer> outputs = Committed.count(
                log.written(Topics.OUTPUTS, TaskOutput.class),
                output -> new Id(output.getTaskId(), output.getProposalId()));
        Committed.count(
                        log.all(Topics.PROPOSALS, PromptProposal.class),
                        proposal -> new Id(proposal.getTaskId(), proposal.getProposalId()))
                .forEach((proposal, count) -> {
                    int answers = outputs.getOrDefault(proposal, 0);
                    if (answers != count) {
                        found.add(new Violation(
                                PROMISE,
                                "proposal %s came %d times and has %d outputs".formatted(proposal, count, answers)));
                    }
                });
        return found;
    }

    /** Of an evaluation, the first prompt's counts. */
    private static boolean answers(PromptProposal proposal) {
        Role role = proposal.getProvenance().getRole();
        return role == Role.SERVE
                || (role == Role.EVALUATE && proposal.getProvenance().getPromptIndex() == 0);
    }

    private static Id id(Query query) {
        return new Id(query.getTaskId(), query.getQueryId());
    }
}
