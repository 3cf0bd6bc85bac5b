package io.promptstream.policy.learning;

import io.promptstream.event.PolicyContexts;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptResult;
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

    private final int count;
    private final long seed;
    private final List<ByteBuffer> collected = new ArrayList<>();
    private Optional<Clusters> clusters = Optional.empty();
    private final List<Leaderboard> boards = new ArrayList<>();

    private Contexts(int count, long seed) {
        this.count = count;
        this.seed = seed;
    }

    /** For a policy that begins; nothing for a task that serves all queries with one prompt. */
    public static Optional<Contexts> begin(Task task) {
        int count = task.getPolicy().getContexts();
        return count > 1 && task.getPolicy().getContendersPerRound() > 0
                ? Optional.of(new Contexts(count, task.getPolicy().getSeed()))
                : Optional.empty();
    }

    /**
     * As a snapshot of the task tells. Of another revision of the task only contexts and champions are taken over: what was
     * measured may mean something else now.
     */
    public static Optional<Contexts> of(Task task, PolicySnapshot snapshot) {
        Optional<Contexts> begun = begin(task);
        begun.ifPresent(contexts -> snapshot.getContexts()
                .filter(known -> known.getBoards().isEmpty()
                        || known.getBoards().size() == task.getPolicy().getContexts())
                .ifPresent(known -> contexts.restore(
                        known,
                        snapshot.getTaskRevision() == task.getRevision(),
                        snapshot.getVersion(),
                        snapshot.getDistinctQueries())));
        return begun;
    }

    private void restore(PolicyContexts known, boolean sameTask, long version, int distinctQueries) {
        collected.addAll(known.getCollected());
        if (!known.getCentroids().isEmpty()) {
            clusters = Optional.of(new Clusters(known.getMean(), known.getCentroids()));
        }
        known.getBoards().stream()
                .map(board -> sameTask
                        ? Leaderboard.of(board)
                        : Leaderboard.of(board.getChampion().getPrompt(), version))
                .map(board -> board.drawnFrom(share(distinctQueries)))
                .forEach(boards::add);
    }

    /** How many different queries each context has, if they are as frequent as each other. */
    private int share(int distinctQueries) {
        return Math.ceilDiv(distinctQueries, count);
    }

    /** The context that a query is of; empty until contexts are known, and where there are no features of this model. */
    public OptionalInt of(ByteBuffer features) {
        return clusters.filter(known -> known.width() == features.remaining())
                .map(known -> OptionalInt.of(known.nearest(QueryFeatures.direction(features))))
                .orElse(OptionalInt.empty());
    }

    /** The prompt that a context is served with in place of the task's champion, if there is one. */
    public Optional<Prompt> served(int context, String champion) {
        return boards.get(context).ahead(champion);
    }

    /** The context's champion and its most promising contenders, at most so many in all. */
    public List<Prompt> nearest(int context, int most) {
        return boards.get(context).nearest(most);
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
        boards.forEach(board -> board.drawnFrom(distinct));
        byContext(round)
                .forEach((context, queries) -> boards.get(context)
                        .compare(
                                restricted(round.getPrompts(), queries),
                                distinct,
                                version,
                                Optional.of(champion.getText())));
    }

    private void collect(RoundResult round, long version, Prompt champion) {
        round.getQueryFeatures().stream()
                .filter(features -> features.hasRemaining())
                .filter(features -> collected.isEmpty() || collected.getFirst().remaining() == features.remaining())
                .map(ByteBuffer::duplicate)
                .forEach(collected::add);
        if (collected.size() >= COLLECTED) {
            clusters = Optional.of(
                    Clusters.of(collected.stream().map(QueryFeatures::direction).toList(), count, seed));
            collected.clear();
            for (int context = 0; context < count; context++) {
                boards.add(Leaderboard.of(champion, version).drawnFrom(share(round.getDistinctQueries())));
            }
        }
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

    private static List<PromptResult> restricted(List<PromptResult> prompts, Set<Integer> queries) {
        return prompts.stream()
                .map(result -> PromptResult.newBuilder(result)
                        .setRewards(result.getRewards().stream()
                                .filter(reward -> queries.contains(reward.getQueryIndex()))
                                .toList())
                        .build())
                .toList();
    }

    /** Queries and rewards changed: contexts are found again among the queries that come now. */
    void forget() {
        collected.clear();
        clusters = Optional.empty();
        boards.clear();
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
                .setBoards(boards.stream().map(Leaderboard::event).toList())
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
        for (Leaderboard board : boards) {
            board.write(out);
        }
    }
}
