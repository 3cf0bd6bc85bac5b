package io.promptstream.reward.dashboard;

import io.promptstream.event.Task;
import io.promptstream.reward.dashboard.TaskHealth.State;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** How a task does, told from the latest of its events: of one with few queries a day too. */
final class Condition {
    private static final int LATEST = 20;
    private static final Duration SILENCE = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Deque<Boolean> answered = new ArrayDeque<>();
    private final Deque<Boolean> rewarded = new ArrayDeque<>();
    private final Failures failures;
    private @Nullable Instant lastAt;
    private @Nullable Instant learningAt;
    private @Nullable Instant answeredAt;
    private @Nullable Instant unansweredSince;

    Condition(Failures failures) {
        this.failures = failures;
    }

    void asked(Instant at) {
        happened(at);
        if (unansweredSince == null && (answeredAt == null || at.isAfter(answeredAt))) {
            unansweredSince = at;
        }
    }

    /** A query was answered, or a record about it was given up. */
    void answered(boolean well, Instant at) {
        happened(at);
        put(answered, well);
        answeredAt = later(answeredAt, at);
        if (unansweredSince != null && !unansweredSince.isAfter(at)) {
            unansweredSince = null;
        }
    }

    void rewarded(boolean well, Instant at) {
        happened(at);
        put(rewarded, well);
    }

    /** A reward of an exploration came, or a round was learned. */
    void learning(Instant at) {
        learningAt = later(learningAt, at);
    }

    /**
     * How it does.
     *
     * @param task null once it is deleted
     * @param whole whether all of the past was read; before that, what is missing means nothing
     */
    TaskHealth at(Instant now, @Nullable Task task, boolean whole) {
        String cannotLearn = task == null ? null : LearningSettings.cannotLearn(task);
        FailureRow latest = failures.latest();
        State state = task == null ? State.DELETED : state(now, cannotLearn != null, whole);
        return new TaskHealth(state, reason(state, cannotLearn), cannotLearn, failures.total(), latest);
    }

    private State state(Instant now, boolean serves, boolean whole) {
        long failed = answered.stream().filter(well -> !well).count();
        if (failed > 0 && 2 * failed >= answered.size()) {
            return State.FAILING;
        }
        if (whole && unansweredSince != null && unansweredSince.plus(PATIENCE).isBefore(now)) {
            return State.STALLED;
        }
        if (!rewarded.isEmpty() && !rewarded.contains(true)) {
            return State.UNREWARDED;
        }
        if (isSilent(lastAt, now)) {
            return State.IDLE;
        }
        return serves || isSilent(learningAt, now) ? State.SERVING_ONLY : State.LEARNING;
    }

    private String reason(State state, @Nullable String cannotLearn) {
        return switch (state) {
            case LEARNING, DELETED -> "";
            case SERVING_ONLY ->
                cannotLearn == null ? "nothing that it explored was rewarded in the last 5 minutes" : cannotLearn;
            case UNREWARDED ->
                "none of the last %d answers was rewarded%s"
                        .formatted(rewarded.size(), latest(FailureRow.SCORING_NOTES));
            case STALLED ->
                "queries wait for an answer since " + (unansweredSince == null ? "" : seconds(unansweredSince));
            case FAILING ->
                "%d of the last %d answers failed%s"
                        .formatted(
                                answered.stream().filter(well -> !well).count(),
                                answered.size(),
                                latest(FailureRow.TASK_OUTPUTS));
            case IDLE -> lastAt == null ? "nothing has happened yet" : "nothing has happened since " + seconds(lastAt);
        };
    }

    /** The latest failure that the topic tells of, or of all where it tells of none. */
    private String latest(String topic) {
        FailureRow ofTopic = failures.latest(row -> row.topic().equals(topic));
        FailureRow latest = ofTopic == null ? failures.latest() : ofTopic;
        return latest == null ? "" : "; the latest: " + latest.code() + ": " + latest.message();
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static boolean isSilent(@Nullable Instant last, Instant now) {
        return last == null || last.plus(SILENCE).isBefore(now);
    }

    private void happened(Instant at) {
        lastAt = later(lastAt, at);
    }

    private static Instant later(@Nullable Instant known, Instant at) {
        return known == null || at.isAfter(known) ? at : known;
    }

    private static void put(Deque<Boolean> latest, boolean well) {
        latest.addLast(well);
        if (latest.size() > LATEST) {
            latest.removeFirst();
        }
    }
}
