package io.promptstream.policy.round;

import io.promptstream.event.DriftState;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Query;
import io.promptstream.event.Task;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** The books of all tasks, in bounded memory. Belongs to one thread. */
final class RoundBooks {
    /** A query that comes again after so many others were explored is explored again. */
    private static final int MOST_REMEMBERED = 65_536;

    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final long mostBytes;
    private final Map<String, TaskBook> books = new HashMap<>();
    private final Set<UUID> explored = new LinkedHashSet<>();
    private long bytes;

    /** A task that was deleted and re-created has another time of creation. */
    private record TaskBook(Instant createdAt, RoundBook<Query> book, DistinctQueries distinct) {}

    /** @param mostBytes of the queries that wait for their rounds, each once */
    RoundBooks(LongSupplier nanos, RandomGenerator random, long mostBytes) {
        this.nanos = nanos;
        this.random = random;
        this.mostBytes = mostBytes;
    }

    /** The book of the task; a new one if the last was of another task of the same id. */
    RoundBook<Query> of(Task task) {
        return find(task).book();
    }

    /** About how many different queries the task's rounds are drawn from. */
    int distinctQueries(Task task) {
        return find(task).distinct().estimate();
    }

    private TaskBook find(Task task) {
        TaskBook known = books.get(task.getTaskId());
        if (known == null || !known.createdAt().equals(task.getCreatedAt())) {
            known = new TaskBook(task.getCreatedAt(), new RoundBook<>(nanos, random), new DistinctQueries());
            TaskBook before = books.put(task.getTaskId(), known);
            bytes -= before == null ? 0 : before.book().bytes();
        }
        return known;
    }

    /** Whether the query was part of a round lately: once more it would count as evidence twice. */
    boolean wasExplored(UUID id) {
        return explored.contains(id);
    }

    /** Whether there is memory for so much more; queries that are more than their task's next round has make room for it. */
    boolean makeRoomFor(long more) {
        while (bytes + more > mostBytes) {
            Optional<RoundBook<Query>> largest = books.values().stream()
                    .map(TaskBook::book)
                    .filter(RoundBook::hasSpare)
                    .max(Comparator.comparingLong(RoundBook::bytes));
            if (largest.isEmpty()) {
                return false;
            }
            change(largest.get(), book -> {
                book.removeSpare();
                return List.of();
            });
        }
        return true;
    }

    /** As {@link RoundBook#offer}. */
    List<Query> offer(Task task, WaitingQuery waiting, RoundLimits limits) {
        Query query = waiting.query();
        UUID id = QueryIdentity.of(task.getTaskId(), query.getQueryId());
        if (!of(task).holds(id)) {
            find(task).distinct().add(query);
        }
        return change(of(task), book -> book.offer(id, query, waiting.bytes(), waiting.label(), limits));
    }

    /** As {@link RoundBook#begin}. */
    List<Query> begin(Task task, RoundLimits limits) {
        return change(of(task), book -> book.begin(limits));
    }

    /** As {@link RoundBook#removeOverdue}. */
    void removeOverdue(Task task, RoundLimits limits) {
        change(of(task), book -> {
            book.removeOverdue(limits);
            return List.of();
        });
    }

    /** As {@link RoundBook#clear}. */
    void clear(Task task) {
        change(of(task), book -> {
            book.clear();
            return List.of();
        });
    }

    /** As {@link RoundBook#drifted}. */
    void drifted(Task task, PolicySnapshot newest) {
        change(of(task), book -> {
            book.drifted(newest.getDrift().flatMap(DriftState::getLastVersion));
            return List.of();
        });
    }

    /** As {@link RoundBook#explores}. */
    boolean explores(Task task, boolean stopped) {
        return of(task).explores(stopped);
    }

    void forEach(BiConsumer<String, RoundBook<Query>> action) {
        books.forEach((taskId, known) -> action.accept(taskId, known.book()));
    }

    Set<String> taskIds() {
        return Set.copyOf(books.keySet());
    }

    /** Drops the books of the tasks that the condition does not hold for, with what waits in them; returns their ids. */
    Collection<String> keep(Predicate<String> condition) {
        Set<String> dropped = new HashSet<>(books.keySet());
        dropped.removeIf(condition);
        dropped.forEach(taskId ->
                bytes -= Objects.requireNonNull(books.remove(taskId)).book().bytes());
        return dropped;
    }

    private List<Query> change(RoundBook<Query> book, Function<RoundBook<Query>, List<Query>> change) {
        long before = book.bytes();
        List<Query> round = change.apply(book);
        bytes += book.bytes() - before;
        remember(round);
        return round;
    }

    private void remember(List<Query> round) {
        round.forEach(query -> explored.add(QueryIdentity.of(query.getTaskId(), query.getQueryId())));
        Iterator<UUID> oldest = explored.iterator();
        while (explored.size() > MOST_REMEMBERED) {
            oldest.next();
            oldest.remove();
        }
    }
}
