package io.promptstream.policy.app.tasks;

import io.promptstream.event.Task;
import io.promptstream.policy.app.owner.Change.Outcome;
import io.promptstream.policy.app.owner.Known;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;

/**
 * Numbers the revisions of tasks. They go on when a task is deleted and put anew, so an event that names a revision can be
 * told from one of an earlier task of the same id, whatever the clocks say. The deletion's record holds what was there.
 */
final class TaskRevisions {
    private static final String REVISION = "revision";
    private static final String CREATED_AT = "createdAt";

    private TaskRevisions() {}

    /**
     * Puts a task as the next revision, unless it changes nothing.
     *
     * @param change makes the task from the one that is there; its revisions and times need not be set
     */
    static Outcome<Task> put(Known<Task> known, Function<Optional<Task>, Task> change, Instant now) {
        Task asked = change.apply(known.event());
        return known.event()
                .map(present -> changed(present, asked, revision(known) + 1, now))
                .orElseGet(() -> Outcome.write(created(known, asked, now)));
    }

    /** Deletes the task; refuses nothing where there is none. */
    static Outcome<Task> delete(Known<Task> known) {
        return known.event()
                .map(present -> Outcome.<Task>delete(Map.of(
                        REVISION,
                        Long.toString(revision(known)),
                        CREATED_AT,
                        Long.toString(createdAt(known).toEpochMilli()))))
                .orElseGet(() -> Outcome.keep(null));
    }

    private static Outcome<Task> changed(Task present, Task asked, long revision, Instant now) {
        Task task = Task.newBuilder(asked)
                .setRevision(revision)
                .setFirstRevision(present.getFirstRevision())
                .setCreatedAt(present.getCreatedAt())
                .setUpdatedAt(now)
                .build();
        return sameDefinition(present, task) ? Outcome.keep(present) : Outcome.write(task);
    }

    private static boolean sameDefinition(Task present, Task task) {
        return Task.newBuilder(task)
                .setRevision(present.getRevision())
                .setUpdatedAt(present.getUpdatedAt())
                .build()
                .equals(present);
    }

    /** Another time of creation is another task, so it is never the one before, even where the clock was set back. */
    private static Task created(Known<Task> known, Task asked, Instant now) {
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
    private static long revision(Known<Task> known) {
        return greatest(known, REVISION, Task::getRevision).orElse(0);
    }

    private static Instant createdAt(Known<Task> known) {
        return greatest(known, CREATED_AT, task -> task.getCreatedAt().toEpochMilli()).stream()
                .mapToObj(Instant::ofEpochMilli)
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    private static OptionalLong greatest(Known<Task> known, String header, ToLongFunction<Task> value) {
        LongStream tasks = Stream.of(known.event(), known.before())
                .flatMap(Optional::stream)
                .mapToLong(value);
        return LongStream.concat(tasks, header(known, header)).max();
    }

    private static LongStream header(Known<Task> known, String name) {
        Header header = known.headers().lastHeader(name);
        if (header == null) {
            return LongStream.empty();
        }
        try {
            return LongStream.of(Long.parseLong(new String(header.value(), StandardCharsets.UTF_8)));
        } catch (NumberFormatException e) {
            // Written by somebody else; what the events say counts.
            return LongStream.empty();
        }
    }
}
