package io.promptstream.policy.learning;

import io.promptstream.event.PolicyKind;
import io.promptstream.event.PolicyPrior;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptStanding;
import io.promptstream.event.Task;
import java.util.List;
import java.util.Optional;

/** Makes leaderboards: of a policy that begins, and of one that continues from its snapshot. */
public final class Leaderboards {
    private Leaderboards() {}

    /**
     * For a policy that begins. The champion is the one of the task's policy before, where there was one, else the first
     * hand-written prompt where the task begins with these, else the policy's own.
     *
     * @param greedy the policy's own prompt
     * @return nothing for a task without contenders
     */
    public static Optional<Leaderboard> begin(Task task, Prompt greedy, Optional<PolicySnapshot> before, long version) {
        if (task.getPolicy().getContendersPerRound() == 0) {
            return Optional.empty();
        }
        List<Prompt> prior = prior(task);
        Prompt first = before.filter(snapshot -> TaskLearner.continues(task, snapshot))
                // Of written prompts, one that was taken off the list must not serve.
                .filter(snapshot -> task.getPolicy().getKind() != PolicyKind.FIXED)
                .flatMap(PolicySnapshot::getChampion)
                .map(PromptStanding::getPrompt)
                .orElseGet(() -> prior.stream().findFirst().orElse(greedy));
        return Optional.of(Leaderboard.of(first, version, version).withContenders(prior, version));
    }

    /**
     * As a snapshot of the task tells. Of another revision of the task only the champion is taken over: what was measured
     * may mean something else now.
     *
     * @return nothing for a task without contenders
     */
    public static Optional<Leaderboard> of(Task task, PolicySnapshot snapshot) {
        if (task.getPolicy().getContendersPerRound() == 0) {
            return Optional.empty();
        }
        return Optional.of(restored(task, snapshot).drawnFrom(snapshot.getDistinctQueries()));
    }

    private static Leaderboard restored(Task task, PolicySnapshot snapshot) {
        long version = snapshot.getVersion();
        long championSince = snapshot.getChampionSince().orElse(version);
        Optional<PromptStanding> champion = snapshot.getChampion();
        boolean sameTask = snapshot.getTaskRevision() == task.getRevision();
        return champion.isPresent() && sameTask
                ? Leaderboard.of(champion.get(), championSince, snapshot.getContenders())
                : Leaderboard.of(Leaderboard.served(snapshot), version, champion.isPresent() ? championSince : version)
                        .withContenders(prior(task), version);
    }

    /** Hand-written prompts, where the task begins with these. */
    private static List<Prompt> prior(Task task) {
        return task.getPolicy().getPrior() == PolicyPrior.HAND_WRITTEN
                ? task.getHandWrittenPrompts().stream()
                        .map(text -> new Prompt(text, List.of()))
                        .toList()
                : List.of();
    }
}
