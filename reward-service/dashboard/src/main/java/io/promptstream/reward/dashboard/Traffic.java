package io.promptstream.reward.dashboard;

import io.promptstream.event.Feedback;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.TaskOutput;
import java.util.Map;

/**
 * Tells what users ask and the policy learns from, which is shown, from what only measures prompts, which is not: its figures
 * belong to whoever asked for them. Belongs to one thread.
 */
public final class Traffic {
    private static final int MOST_REMEMBERED = 20_000;

    /** Queries of evaluations; what names no role is known by its query. */
    private final Map<QueryKey, Boolean> evaluations = new Bounded<>(MOST_REMEMBERED);

    public boolean includes(Query query) {
        return includes(
                query.getTaskId(), query.getQueryId(), query.getEvaluation().isPresent());
    }

    public boolean includes(PromptProposal proposal) {
        return includes(proposal.getTaskId(), proposal.getQueryId(), proposal.getProvenance());
    }

    public boolean includes(TaskOutput output) {
        return includes(output.getTaskId(), output.getQueryId(), output.getProvenance());
    }

    public boolean includes(Reward reward) {
        return includes(reward.getTaskId(), reward.getQueryId(), reward.getProvenance());
    }

    public boolean includes(Feedback feedback) {
        return !evaluations.containsKey(new QueryKey(feedback.getTaskId(), feedback.getQueryId()));
    }

    public boolean includes(ScoringNote note) {
        return !evaluations.containsKey(new QueryKey(note.getTaskId(), note.getQueryId()));
    }

    private boolean includes(String taskId, String queryId, Provenance provenance) {
        return includes(taskId, queryId, provenance.getRole() == Role.EVALUATE);
    }

    private boolean includes(String taskId, String queryId, boolean evaluates) {
        if (evaluates) {
            evaluations.put(new QueryKey(taskId, queryId), true);
        }
        return !evaluates;
    }
}
