package io.promptstream.policy.learning;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.Task;
import java.util.Optional;

/**
 * A policy with what is known of its prompts, at one version. The proposer and the learner make it here, so that what is
 * proposed before the learner's first snapshot is what the learner would have proposed.
 *
 * @param greedy the policy's own prompt
 * @param leaderboard nothing for a task without contenders
 * @param contexts nothing for a task that serves all queries with one prompt
 */
public record PolicyAtVersion(
        Policy policy, Prompt greedy, Optional<Leaderboard> leaderboard, Optional<Contexts> contexts, long version) {

    /**
     * Of a policy that nothing has been learned by yet.
     *
     * @param before the snapshot whose version is the one before, if there is one
     */
    public static PolicyAtVersion begin(Task task, Policy initial, Optional<PolicySnapshot> before) {
        long version = before.map(snapshot -> snapshot.getVersion() + 1).orElse(0L);
        Prompt greedy = initial.greedy().event();
        return new PolicyAtVersion(
                initial, greedy, Leaderboards.begin(task, greedy, before, version), Contexts.begin(task), version);
    }

    /**
     * As a snapshot tells.
     *
     * @param policy restored from the snapshot's state
     */
    public static PolicyAtVersion of(Task task, PolicySnapshot snapshot, Policy policy) {
        return new PolicyAtVersion(
                policy,
                snapshot.getGreedyPrompt(),
                Leaderboards.of(task, snapshot),
                Contexts.of(task, snapshot),
                snapshot.getVersion());
    }
}
