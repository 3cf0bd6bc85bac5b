package io.promptstream.policy.learning;

import io.promptstream.event.PolicyContexts;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptStanding;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Kinds of queries, found among the first that were explored, and what is known of prompts on the queries of each. A context is
 * served with a prompt of its own only while that prompt leads the task's champion on the queries of this context by more than
 * chance: so contexts that make no difference cost nothing. Belongs to one thread.
 */
public final class Contexts {
    /** So many queries tell contexts apart well enough; until then the task is learned as one. */
    static final int COLLECTED = 128;

    private final Task task;
    private final int count;
    private final List<ByteBuffer> collected = new ArrayList<>();
    private Optional<Clusters> clusters = Optional.empty();
    private final List<ContextStandings> known = new ArrayList<>();

    private Contexts(Task task) {
        this.task = task;
        this.count = task.getPolicy().getContexts();
    }

    /** For a policy that begins; nothing for a task that serves all queries with one prompt. */
    public static Optional<Contexts> begin(Task task) {
        return task.getPolicy().getContexts() > 1 && task.getPolicy().getContendersPerRound() > 0
                ? Optional.of(new Contexts(task))
                : Optional.empty();
    }

    /**
     * As a snapshot of the task tells. Of another revision of the task only contexts and champions are taken over: what was
     * measured may mean something else now.
     */
    public static Optional<Contexts> of(Task task, PolicySnapshot snapshot) {
        Optional<Contexts> begun = begin(task);
        begun.ifPresent(contexts -> snapshot.getContexts()
                .filter(event -> event.getBoards().isEmpty()
                        || event.getBoards().size() == task.getPolicy().getContexts())
                .ifPresent(event -> contexts.restore(
                        event,
                        snapshot.getTaskRevision() == task.getRevision(),
                        snapshot.getVersion(),
                        snapshot.getDistinctQueries())));
        return begun;
    }

    private void restore(PolicyContexts event, boolean sameTask, long version, int distinctQueries) {
        collected.addAll(event.getCollected());
        if (!event.getCentroids().isEmpty()) {
            clusters = Optional.of(new Clusters(event.getMean(), event.getCentroids()));
        }
        int distinct = share(distinctQueries);
        event.getBoards().stream()
                .map(board -> sameTask
                        ? ContextStandings.of(task, board, distinct)
                        : ContextStandings.begin(task, board.getChampion().getPrompt(), version, distinct))
                .forEach(known::add);
    }

    /** How many different queries each context has, if they are as frequent as each other. */
    private int share(int distinctQueries) {
        return Math.ceilDiv(distinctQueries, count);
    }

    /** The context that a query is of; empty until contexts are known, and where there are no features of this model. */
    public OptionalInt of(ByteBuffer features) {
        return clusters.filter(found -> found.width() == features.remaining())
                .map(found -> OptionalInt.of(found.nearest(QueryFeatures.direction(features))))
                .orElse(OptionalInt.empty());
    }

    /** The prompt that a context is served with in place of the task's champion, if there is one. */
    public Optional<Prompt> served(int context, String champion) {
        return known.get(context).board().ahead(champion);
    }

    /** The context's champion and its most promising contenders, at most so many in all. */
    public List<Prompt> nearest(int context, int most) {
        return known.get(context).board().nearest(most);
    }

    /**
     * Takes in a round: its queries count in their contexts.
     *
     * @param version the version that came of the round
     * @param champion of the task when it came
     */
    void compare(RoundResult round, long version, Prompt champion) {
        if (clusters.isEmpty()) {
            collect(round, version, champion);
            return;
        }
        int distinct = share(round.getDistinctQueries());
        known.forEach(context -> context.board().drawnFrom(distinct));
        byContext(round)
                .forEach((context, queries) ->
                        known.get(context).compare(round.getPrompts(), queries, distinct, version, champion));
    }

    private void collect(RoundResult round, long version, Prompt champion) {
        round.getQueryFeatures().stream()
                .filter(features -> features.hasRemaining())
                .filter(features -> collected.isEmpty() || collected.getFirst().remaining() == features.remaining())
                .map(ByteBuffer::duplicate)
                .forEach(collected::add);
        if (collected.size() >= COLLECTED) {
            clusters = Optional.of(Clusters.of(
                    collected.stream().map(QueryFeatures::direction).toList(),
                    count,
                    task.getPolicy().getSeed()));
            collected.clear();
            for (int context = 0; context < count; context++) {
                known.add(ContextStandings.begin(task, champion, version, share(round.getDistinctQueries())));
            }
        }
    }

    /** Whether they are known, and nothing better than each one's champion is to be expected, by the rule for stopping. */
    boolean expectNothing() {
        return clusters.isPresent()
                && known.stream()
                        .flatMap(context -> context.stopping().stream())
                        .allMatch(StoppingRule::expectsNothing);
    }

    /** How many are known. */
    int count() {
        return clusters.isPresent() ? count : 0;
    }

    /** Contexts of the round's queries, by index, as far as they are known. */
    Map<Integer, Integer> ofQueries(RoundResult round) {
        Map<Integer, Integer> contexts = new TreeMap<>();
        for (int query = 0; query < round.getQueryFeatures().size(); query++) {
            int index = query;
            of(round.getQueryFeatures().get(query)).ifPresent(context -> contexts.put(index, context));
        }
        return contexts;
    }

    private SortedMap<Integer, Set<Integer>> byContext(RoundResult round) {
        SortedMap<Integer, Set<Integer>> queries = new TreeMap<>();
        ofQueries(round)
                .forEach((query, context) -> queries.computeIfAbsent(context, each -> new HashSet<>())
                        .add(query));
        return queries;
    }

    /** Queries and rewards changed: contexts are found again among the queries that come now. */
    void forget() {
        collected.clear();
        clusters = Optional.empty();
        known.clear();
    }

    /** What is known of prompts in any context. */
    static Stream<PromptStanding> standings(PolicySnapshot snapshot) {
        return snapshot.getContexts().stream()
                .flatMap(contexts -> contexts.getBoards().stream())
                .flatMap(board -> Stream.concat(Stream.of(board.getChampion()), board.getContenders().stream()));
    }

    PolicyContexts event() {
        return PolicyContexts.newBuilder()
                .setCollected(List.copyOf(collected))
                .setMean(clusters.map(Clusters::mean).orElse(List.of()))
                .setCentroids(clusters.map(Clusters::centroids).orElse(List.of()))
                .setBoards(known.stream().map(ContextStandings::event).toList())
                .build();
    }

    /** Everything that decides what comes next, for digests. */
    void write(DataOutput out) throws IOException {
        out.writeInt(collected.size());
        for (ByteBuffer features : collected) {
            byte[] bytes = new byte[features.remaining()];
            features.duplicate().get(bytes);
            out.write(bytes);
        }
        if (clusters.isPresent()) {
            clusters.get().write(out);
        }
        for (ContextStandings context : known) {
            context.write(out);
        }
    }
}
