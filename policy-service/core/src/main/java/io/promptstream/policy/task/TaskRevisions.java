package io.promptstream.policy.task;

import io.promptstream.event.Task;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Numbers the revisions of tasks. They continue when a task is deleted and re-created, so an event that names a revision can be
 * told from one of an earlier task of the same id, whatever the clocks say. The deletion's record holds what was there.
 */
public final class TaskRevisions {
    private static final String REVISION = "revision";
    private static final String CREATED_AT = "createdAt";

    private TaskRevisions() {}

    /**
     * What is there under a task's id.
     *
     * @param task nothing where there was none, or it was deleted
     * @param before the task that was there before it was deleted, as far as it is still known
     * @param headers of the newest record
     */
    public record Known(Optional<Task> task, Optional<Task> before, Map<String, String> headers) {
        public Known {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * What a change writes.
     *
     * @param task nothing deletes what is there
     * @param headers of the record
     * @param written whether there is anything to write; otherwise what is there is right
     */
    public record Outcome(Optional<Task> task, Map<String, String> headers, boolean written) {
        public Outcome {
            headers = Map.copyOf(headers);
        }

        private static Outcome write(Task task) {
            return new Outcome(Optional.of(task), Map.of(), /* written= */ true);
        }

        /** Writes nothing. */
        public static Outcome keep(Optional<Task> present) {
            return new Outcome(present, Map.of(), /* written= */ false);
        }
    }

    /**
     * Puts a task as the next revision, unless it changes nothing.
     *
     * @param change makes the task from the one that is there; its revisions and times need not be set
     */
    public static Outcome put(Known known, Function<Optional<Task>, Task> change, Instant now) {
        Task asked = change.apply(known.task());
        return known.task()
                .map(present -> changed(present, asked, revision(known) + 1, now))
                .orElseGet(() -> Outcome.write(created(known, asked, now)));
    }

    /** Deletes the task; refuses nothing where there is none. */
    public static Outcome delete(Known known) {
        return known.task().isEmpty()
                ? Outcome.keep(Optional.empty())
                : new Outcome(
                        Optional.empty(),
                        Map.of(
                                REVISION,
                                Long.toString(revision(known)),
                                CREATED_AT,
                                Long.toString(createdAt(known).toEpochMilli())),
                        /* written= */ true);
    }

    private static Outcome changed(Task present, Task asked, long revision, Instant now) {
        Task task = Task.newBuilder(asked)
                .setRevision(revision)
                .setFirstRevision(present.getFirstRevision())
                .setCreatedAt(present.getCreatedAt())
                .setUpdatedAt(now)
                .build();
        return sameDefinition(present, task) ? Outcome.keep(Optional.of(present)) : Outcome.write(task);
    }

    private static boolean sameDefinition(Task present, Task task) {
        return Task.newBuilder(task)
                .setRevision(present.getRevision())
                .setUpdatedAt(present.getUpdatedAt())
                .build()
                .equals(present);
    }

    /** Another time of creation is another task, so it is never the one before, even where the clock was set back. */
    private static Task created(Known known, Task asked, Instant now) {
        long revision = revision(known) + 1;
        Instant earliest = createdAt(known).plusMillis(1);
        Instant createdAt = now.isBefore(earliest) ? earliest : now;
        return Task.newBuilder(asked)
                .setRevision(revision)
                .setFirstRevision(revision)
                .setCreatedAt(createdAt)
                .setUpdatedAt(createdAt)
                .build();
    }

    /** The greatest revision that there was; 0 where there was none. */
    private static long revision(Known known) {
        return greatest(known, REVISION, Task::getRevision).orElse(0);
    }

    private static Instant createdAt(Known known) {
        return greatest(known, CREATED_AT, task -> task.getCreatedAt().toEpochMilli()).stream()
                .mapToObj(Instant::ofEpochMilli)
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    private static OptionalLong greatest(Known known, String header, ToLongFunction<Task> value) {
        LongStream tasks = Stream.of(known.task(), known.before())
                .flatMap(Optional::stream)
                .mapToLong(value);
        return LongStream.concat(tasks, header(known, header)).max();
    }

    private static LongStream header(Known known, String name) {
        String header = known.headers().get(name);
        try {
            return header == null ? LongStream.empty() : LongStream.of(Long.parseLong(header));
        } catch (NumberFormatException e) {
            // Written by somebody else; what the events say counts.
            return LongStream.empty();
        }
    }
}
