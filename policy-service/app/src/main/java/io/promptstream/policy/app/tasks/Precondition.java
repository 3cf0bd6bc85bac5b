package io.promptstream.policy.app.tasks;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpStatus;
import io.promptstream.event.Task;
import io.promptstream.policy.app.http.RequestException;
import io.promptstream.policy.task.FieldError;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks of the task that it changes.
 *
 * @param revision that the task must have; nothing: any, or none
 */
record Precondition(OptionalLong revision) {
    /** A revision may stand in quotes, as the header's standard has it. */
    private static final Pattern REVISION = Pattern.compile("\\s*(\"?)([0-9]{1,18})\\1\\s*");

    /** Of the request's header {@code If-Match}; refuses one that is no revision. */
    static Precondition of(@Nullable String ifMatch) {
        if (ifMatch == null) {
            return new Precondition(OptionalLong.empty());
        }
        Matcher revision = REVISION.matcher(ifMatch);
        if (!revision.matches()) {
            throw RequestException.invalid(List.of(new FieldError(
                    HttpHeaders.IF_MATCH,
                    "is %s; write the revision that GET shows, such as \"3\"".formatted(ifMatch.strip()))));
        }
        return new Precondition(OptionalLong.of(Long.parseLong(revision.group(2))));
    }

    /** Refuses the request where the task, as it is known here, is past the one that it means; another instance may know more. */
    void requireNotPast(Optional<Task> task) {
        if (revision.isPresent() && task.map(Task::getRevision).orElse(0L) > revision.getAsLong()) {
            require(task);
        }
    }

    /** Refuses the request unless the task is the one that it means. */
    void require(Optional<Task> task) {
        long present = task.map(Task::getRevision).orElse(0L);
        if (revision.isPresent() && revision.getAsLong() != present) {
            throw new RequestException(
                    HttpStatus.PRECONDITION_FAILED,
                    List.of(new FieldError(
                            HttpHeaders.IF_MATCH,
                            "is revision %d but the task is %s; read it and decide again"
                                    .formatted(
                                            revision.getAsLong(),
                                            present == 0 ? "not there" : "at revision " + present))));
        }
    }
}
