package io.promptstream.simulation.check;

import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.ProposalIds;
import io.promptstream.simulation.node.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Each proposal has one reward, with its corrections as revisions; one without says why. */
final class RewardedOnce {
    private static final String PROMISE = "each proposal is rewarded once";

    private RewardedOnce() {}

    /** @param taskFrom first revision of the proposal's task: another task of the same id has proposals of its own */
    private record Proposal(String taskId, long taskFrom, String id) {}

    private record Revision(String taskId, long number) {}

    private record QueryOf(String taskId, String id) {}

    static List<Violation> violations(Committed log) {
        List<Violation> found = new ArrayList<>();
        Map<Proposal, List<Integer>> revisions = new LinkedHashMap<>();
        Map<Revision, Long> taskFrom = new HashMap<>();
        log.all(Topics.TASKS, Task.class)
                .forEach(task ->
                        taskFrom.put(new Revision(task.getTaskId(), task.getRevision()), task.getFirstRevision()));
        for (Reward reward : log.written(Topics.REWARDS, Reward.class)) {
            List<Integer> given = revisions.computeIfAbsent(
                    proposal(taskFrom, reward.getTaskId(), reward.getProvenance(), reward.getProposalId()),
                    proposal -> new ArrayList<>());
            given.add(reward.getRevision());
        }
        Set<QueryOf> explained = new HashSet<>();
        for (ScoringNote note : log.written(Topics.NOTES, ScoringNote.class)) {
            switch (note.getReason()) {
                case NO_FEEDBACK, UNSCORABLE, UNKNOWN_TASK ->
                    explained.add(new QueryOf(note.getTaskId(), note.getQueryId()));
                default -> {
                    // It explains no missing reward.
                }
            }
        }
        Set<Proposal> answered = new HashSet<>();
        for (TaskOutput output : log.all(Topics.OUTPUTS, TaskOutput.class)) {
            Proposal proposal = proposal(taskFrom, output.getTaskId(), output.getProvenance(), output.getProposalId());
            if (answered.add(proposal)
                    && !revisions.containsKey(proposal)
                    && !explained.contains(new QueryOf(output.getTaskId(), output.getQueryId()))) {
                found.add(new Violation(PROMISE, "%s has no reward, and nothing says why".formatted(proposal)));
            }
        }
        revisions.forEach((proposal, given) -> {
            for (int revision = 0; revision < given.size(); revision++) {
                if (given.get(revision) != revision) {
                    found.add(new Violation(PROMISE, "%s has rewards of revisions %s".formatted(proposal, given)));
                    break;
                }
            }
            if (!answered.contains(proposal)) {
                found.add(new Violation(PROMISE, "%s has a reward and no output".formatted(proposal)));
            }
        });
        return found;
    }

    private static Proposal proposal(Map<Revision, Long> taskFrom, String taskId, Provenance from, String id) {
        return new Proposal(
                taskId,
                taskFrom.getOrDefault(new Revision(taskId, from.getTaskRevision()), 0L),
                ProposalIds.withinTask(taskId, id));
    }
}
