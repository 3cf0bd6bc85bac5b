package io.promptstream.policy.round;

import io.promptstream.event.Evaluation;
import io.promptstream.event.ExplorationState;
import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.LabelShifts;
import io.promptstream.policy.round.CurrentPolicies.Measured;
import io.promptstream.policy.round.CurrentPolicy.Choice;
import io.promptstream.policy.task.LearningObstacle;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which prompts each query is tried with: always the one that serves it, and, when a round begins with it, all
 * prompts of the round with all of its queries, which are drawn from those that came lately. A query that only measures
 * prompts is tried with those, and is part of nothing else. Belongs to one thread.
 */
public final class Proposer {
    private static final Logger log = LoggerFactory.getLogger(Proposer.class);

    private final CurrentPolicies policies;
    private final RoundPlanner planner;
    private final Supplier<UUID> roundIds;
    private final long roundBytes;
    private final RoundBooks books;

    /**
     * @param clock tells when a proposal was made
     * @param nanos a monotonic clock, by which rounds grow old
     * @param random draws the queries of rounds
     * @param roundBytes most bytes that the proposals of a round may have; as many may wait for their rounds
     */
    public Proposer(
            CurrentPolicies policies,
            Clock clock,
            LongSupplier nanos,
            RandomGenerator random,
            Supplier<UUID> roundIds,
            long roundBytes) {
        this.policies = policies;
        this.planner = new RoundPlanner(clock);
        this.roundIds = roundIds;
        this.roundBytes = roundBytes;
        this.books = new RoundBooks(nanos, random, roundBytes);
    }

    /**
     * The proposals for a query.
     *
     * @param newest newest snapshot of the task's policy; the rounds that it lists are no longer in flight
     * @throws IllegalArgumentException if the task's policy is one that this version of the service cannot make
     */
    public Proposals propose(Task task, Query query, Optional<PolicySnapshot> newest) {
        CurrentPolicy current = policies.of(task, newest);
        RoundBook<Query> book = books.of(task);
        newest.ifPresent(snapshot -> follow(task, book, snapshot));
        PromptProposal serve = planner.serve(task, query, current.choice(features(query, current)), current);
        UUID id = QueryIdentity.of(task.getTaskId(), query.getQueryId());
        if (!explores(task, current) || books.wasExplored(id)) {
            return new Proposals(serve, List.of(), book.inFlight(), Optional.empty());
        }
        RoundLimits limits = RoundLimits.of(task, roundBytes);
        WaitingQuery waiting = WaitingQuery.of(query, limits.labels(), current.embedding());
        Optional<Unexplored> unexplored = unexplored(waiting.bytes(), limits);
        if (unexplored.isPresent()) {
            return new Proposals(serve, List.of(), book.inFlight(), unexplored);
        }
        List<Query> queries = books.offer(task, waiting, limits);
        if (queries.isEmpty() || !books.explores(task, hasStopped(task, newest))) {
            return new Proposals(serve, List.of(), book.inFlight(), Optional.empty());
        }
        try {
            return new Proposals(serve, explore(task, queries, current, book), book.inFlight(), Optional.empty());
        } catch (IllegalArgumentException | ArithmeticException e) {
            log.warn("A round of task {} cannot be made; its queries are only served", task.getTaskId(), e);
            return new Proposals(serve, List.of(), book.inFlight(), Optional.of(Unexplored.FAILED));
        }
    }

    /**
     * The proposals that measure prompts on the query of an evaluation; whether the task explores does not matter.
     *
     * @throws IllegalArgumentException if there is no prompt, or they make more bytes together than a round may have
     */
    public List<PromptProposal> evaluate(
            Task task, Query query, Evaluation evaluation, Optional<PolicySnapshot> newest) {
        List<String> prompts = evaluation.getPrompts();
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException(
                    "evaluation.prompts is empty: write the prompts that are to be measured");
        }
        List<Measured> measured = measured(task, query, evaluation, newest);
        long bytes = measured.stream()
                .mapToLong(prompt ->
                        WaitingQuery.proposalBytes(query, prompt.embedding()) + WaitingQuery.bytes(prompt.text()))
                .sum();
        if (bytes > roundBytes) {
            throw new IllegalArgumentException(
                    "evaluation.prompts has %d prompts, which make %d bytes with the query: write fewer into one query, at most %d bytes (PROMPTSTREAM_ROUND_BYTES)"
                            .formatted(prompts.size(), bytes, roundBytes));
        }
        long version = newest.map(PolicySnapshot::getVersion).orElse(0L);
        return planner.evaluate(task, query, measured, version, LabelShifts.of(task, newest));
    }

    /** The prompts; in one's place the one that would serve the query, where its context has another. */
    private List<Measured> measured(Task task, Query query, Evaluation evaluation, Optional<PolicySnapshot> newest) {
        List<Measured> prompts = new ArrayList<>();
        evaluation.getPrompts().forEach(prompt -> prompts.add(policies.measured(task, newest, prompt)));
        int served = evaluation.getServed();
        if (served >= 0 && served < prompts.size() && task.getPolicy().getContexts() > 1) {
            CurrentPolicy current = policies.of(task, newest);
            Choice choice = current.choice(features(query, current));
            if (choice.decided()) {
                prompts.set(served, new Measured(choice.prompt().getText(), List.of(), choice.context()));
            }
        }
        return prompts;
    }

    /**
     * Takes note of rounds that are no longer in flight, between queries.
     *
     * @param newest finds the newest snapshot of a task's policy
     * @return rounds that are in flight, by task
     */
    public Map<String, Integer> settle(Function<String, Optional<PolicySnapshot>> newest) {
        Map<String, Integer> inFlight = new HashMap<>();
        books.forEach((taskId, book) -> {
            newest.apply(taskId).ifPresent(snapshot -> settle(book, snapshot));
            inFlight.put(taskId, book.inFlight());
        });
        return inFlight;
    }

    /** Forgets the tasks that the condition does not hold for, with the queries that wait; returns their ids. */
    public Collection<String> keep(Predicate<String> condition) {
        policies.keep(condition);
        return books.keep(condition);
    }

    /** The tasks that queries are kept of. */
    public Collection<String> taskIds() {
        return books.taskIds();
    }

    /**
     * Begins a round of the task between queries: with room that others left, or with queries that have waited as long as
     * they may.
     *
     * @throws IllegalArgumentException if the task's policy is one that this version of the service cannot make
     */
    public Optional<BegunRound> begin(Task task, Optional<PolicySnapshot> newest) {
        RoundBook<Query> book = books.of(task);
        RoundLimits limits = RoundLimits.of(task, roundBytes);
        if (!book.isReady(limits)) {
            return Optional.empty();
        }
        CurrentPolicy current = policies.of(task, newest);
        if (current.policy().isEmpty()) {
            books.removeOverdue(task, limits);
            return Optional.empty();
        }
        if (!explores(task, current)) {
            books.clear(task);
            return Optional.empty();
        }
        newest.ifPresent(snapshot -> follow(task, book, snapshot));
        List<Query> queries = books.begin(task, limits);
        return queries.isEmpty() || !books.explores(task, hasStopped(task, newest))
                ? Optional.empty()
                : Optional.of(new BegunRound(explore(task, queries, current, book), book.inFlight()));
    }

    /** Gives up the task's queries that wait for a round. */
    public void drop(Task task) {
        books.clear(task);
    }

    private Optional<Unexplored> unexplored(long bytes, RoundLimits limits) {
        if (bytes > limits.queryBytes()) {
            return Optional.of(Unexplored.TOO_LARGE);
        }
        return books.makeRoomFor(bytes) ? Optional.empty() : Optional.of(Unexplored.NO_ROOM);
    }

    /** Whether the policy, for the task as it is, expects nothing better, so that few rounds are explored. */
    public static boolean hasStopped(Task task, Optional<PolicySnapshot> newest) {
        return newest.filter(snapshot -> snapshot.getTaskRevision() == task.getRevision())
                .flatMap(PolicySnapshot::getExploration)
                .filter(ExplorationState::getStopped)
                .isPresent();
    }

    private static boolean explores(Task task, CurrentPolicy current) {
        return current.policy().isPresent() && LearningObstacle.of(task).isEmpty();
    }

    private List<PromptProposal> explore(Task task, List<Query> queries, CurrentPolicy current, RoundBook<Query> book) {
        UUID roundId = roundIds.get();
        List<PromptProposal> proposals = planner.explore(
                task,
                queries,
                queries.stream()
                        .flatMap(query -> features(query, current).stream())
                        .toList(),
                current,
                roundId,
                books.distinctQueries(task));
        book.proposed(roundId, Duration.ofMillis(task.getReward().getWindowMillis()));
        return proposals;
    }

    private Optional<ByteBuffer> features(Query query, CurrentPolicy current) {
        return current.contexts().map(contexts -> policies.features(query));
    }

    private void follow(Task task, RoundBook<Query> book, PolicySnapshot snapshot) {
        settle(book, snapshot);
        books.drifted(task, snapshot);
    }

    private static void settle(RoundBook<Query> book, PolicySnapshot snapshot) {
        book.settled(
                snapshot.getLearned().stream().map(LearnedRound::getRoundId).toList());
        book.settled(snapshot.getRecent().stream().map(LearnedRound::getRoundId).toList());
    }
}
