package io.promptstream.policy.round;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.IncompatibleStateException;
import io.promptstream.policy.learning.Leaderboard;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.Policy;
import io.promptstream.policy.learning.PolicyState;
import io.promptstream.policy.learning.TaskLearner;
import io.promptstream.policy.learning.WrittenPrompt;
import io.promptstream.policy.task.PolicySpecifications;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The policy that a task is served with now: that of its newest snapshot. A task that has none yet, or whose policy was
 * changed so that the snapshot does not fit, gets the initial policy, which the learner makes in the same way and under
 * the same version; so no query waits for the learner. Belongs to one thread.
 */
public final class CurrentPolicies {
    private final Policies policies;
    private final Map<String, Made> current = new HashMap<>();

    public CurrentPolicies(Policies policies) {
        this.policies = policies;
    }

    /**
     * A policy with the version under which its prompts are proposed.
     *
     * @param served serves every query
     * @param origin why it does
     * @param tried begin every round: the champion and its contenders
     */
    public record CurrentPolicy(long version, Prompt served, PromptOrigin origin, List<Prompt> tried, Policy policy) {
        private static CurrentPolicy of(
                Task task, long version, Optional<Leaderboard> leaderboard, Prompt greedy, Policy policy) {
            return leaderboard
                    .map(board -> board.nearest(task.getPolicy().getContendersPerRound()))
                    .map(tried -> new CurrentPolicy(version, tried.getFirst(), PromptOrigin.CHAMPION, tried, policy))
                    .orElseGet(() -> new CurrentPolicy(version, greedy, PromptOrigin.GREEDY, List.of(), policy));
        }
    }

    /** Task and snapshot as a whole: revisions and versions begin again when a task is deleted and put anew. */
    private record Made(Task task, Optional<String> snapshotDigest, CurrentPolicy policy) {}

    /**
     * The policy of a task.
     *
     * @throws IllegalArgumentException if the task's policy is one that this version of the service cannot make
     */
    public CurrentPolicy of(Task task, Optional<PolicySnapshot> newest) {
        Optional<String> digest = newest.map(PolicySnapshot::getDigest);
        Made known = current.get(task.getTaskId());
        if (known != null && known.task().equals(task) && known.snapshotDigest().equals(digest)) {
            return known.policy();
        }
        CurrentPolicy made =
                newest.flatMap(snapshot -> restored(task, snapshot)).orElseGet(() -> initial(task, newest));
        current.put(task.getTaskId(), new Made(task, digest, made));
        return made;
    }

    private Optional<CurrentPolicy> restored(Task task, PolicySnapshot snapshot) {
        if (!TaskLearner.continues(task, snapshot)) {
            return Optional.empty();
        }
        byte[] bytes = new byte[snapshot.getState().remaining()];
        snapshot.getState().duplicate().get(bytes);
        try {
            Policy policy =
                    policies.restore(PolicySpecifications.of(task), new PolicyState(snapshot.getStateFormat(), bytes));
            return Optional.of(CurrentPolicy.of(
                    task, snapshot.getVersion(), Leaderboard.of(task, snapshot), snapshot.getGreedyPrompt(), policy));
        } catch (IncompatibleStateException e) {
            return Optional.empty();
        }
    }

    private CurrentPolicy initial(Task task, Optional<PolicySnapshot> before) {
        Policy policy = policies.initial(PolicySpecifications.of(task));
        WrittenPrompt written = policy.greedy();
        Prompt greedy = new Prompt(written.text(), written.tokens());
        long version = before.map(snapshot -> snapshot.getVersion() + 1).orElse(0L);
        return CurrentPolicy.of(task, version, Leaderboard.begin(task, greedy, before, version), greedy, policy);
    }
}
