package io.promptstream.policy.round;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Task;
import io.promptstream.policy.round.CurrentPolicies.CurrentPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Decides which prompts each query is tried with: always the one that serves it, and, when the query completes a round,
 * all prompts of the round with all of its queries. Belongs to one thread.
 */
public final class Proposer {
    private final CurrentPolicies policies;
    private final RoundPlanner planner;
    private final Clock clock;
    private final Supplier<UUID> roundIds;
    private final Map<String, RoundBook<Query>> books = new HashMap<>();

    public Proposer(CurrentPolicies policies, Clock clock, Supplier<UUID> roundIds) {
        this.policies = policies;
        this.planner = new RoundPlanner(clock);
        this.clock = clock;
        this.roundIds = roundIds;
    }

    /**
     * The proposals for a query.
     *
     * @param newest newest snapshot of the task's policy; the rounds that it lists are no longer in flight
     * @throws IllegalArgumentException if the task's policy is one that this version of the service cannot make
     */
    public Proposals propose(Task task, Query query, Optional<PolicySnapshot> newest) {
        CurrentPolicy current = policies.of(task, newest);
        RoundBook<Query> book = books.computeIfAbsent(task.getTaskId(), id -> new RoundBook<>(clock));
        newest.ifPresent(snapshot -> settle(book, snapshot));
        PromptProposal serve = planner.serve(task, query, current);
        List<PromptProposal> explore = current.policy().isPresent() ? explore(task, query, current, book) : List.of();
        return new Proposals(serve, explore, book.inFlight());
    }

    /**
     * Takes note of rounds that are no longer in flight, between queries.
     *
     * @param newest finds the newest snapshot of a task's policy
     * @return rounds that are under way, by task
     */
    public Map<String, Integer> settle(Function<String, Optional<PolicySnapshot>> newest) {
        Map<String, Integer> inFlight = new HashMap<>();
        books.forEach((taskId, book) -> {
            newest.apply(taskId).ifPresent(snapshot -> settle(book, snapshot));
            inFlight.put(taskId, book.inFlight());
        });
        return inFlight;
    }

    /** The proposals of the round that the query completes, if it does. */
    private List<PromptProposal> explore(Task task, Query query, CurrentPolicy current, RoundBook<Query> book) {
        RoundLimits limits = new RoundLimits(
                task.getPolicy().getPromptsPerRound(),
                task.getPolicy().getQueriesPerRound(),
                task.getPolicy().getRoundsInFlight());
        Optional<List<Query>> queries = book.offer(query, limits);
        if (queries.isEmpty()) {
            return List.of();
        }
        UUID roundId = roundIds.get();
        book.proposed(roundId, Duration.ofMillis(task.getReward().getWindowMillis()));
        return planner.explore(task, queries.get(), current, roundId);
    }

    private static void settle(RoundBook<Query> book, PolicySnapshot snapshot) {
        book.settled(
                snapshot.getLearned().stream().map(LearnedRound::getRoundId).toList());
        book.settled(snapshot.getRecent().stream().map(LearnedRound::getRoundId).toList());
    }
}
