package io.promptstream.policy.round;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows live policies that others learn between their snapshots: takes the steps of the history and the round results, in
 * any order between the two, and learns again what the steps name. A task that it cannot follow, because a round does not
 * come or something was missed, waits for its next snapshot; one that comes out with other digits on this processor is
 * followed by its snapshots alone. Belongs to one thread.
 */
public final class PolicyFollower {
    /** A policy that learns takes a few megabytes. */
    private static final int MOST_TASKS = 32;

    private static final int MOST_NAMED = 1_000;
    /** As long as a learner may take to its next snapshot: then that is as good. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(PolicyFollower.class);

    private final PolicySteps steps;
    private final Function<String, Optional<Saved>> saved;
    private final BiPredicate<String, UUID> isKnown;
    private final Map<String, Course> courses = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);
    private final UnnamedRounds rounds = new UnnamedRounds();

    /**
     * @param saved finds the newest snapshot of a task's live policy, whole
     * @param isKnown whether the task's policy with that round learned is known here, because it was learned here
     */
    public PolicyFollower(
            PolicySteps steps, Function<String, Optional<Saved>> saved, BiPredicate<String, UUID> isKnown) {
        this.steps = steps;
        this.saved = saved;
        this.isKnown = isKnown;
    }

    /**
     * A snapshot.
     *
     * @param offset where its topic has it
     */
    public record Saved(PolicySnapshot snapshot, long offset) {
        private boolean includes(Named named) {
            return named.taskRevision() < snapshot.getTaskRevision()
                    || snapshot.getRecent().stream()
                            .anyMatch(known ->
                                    known.getRoundId().equals(named.round().getRoundId()));
        }
    }

    /** @param before version of the policy that learned it or left it out */
    private record Named(LearnedRound round, long taskRevision, long before) {
        /** The rounds that a step names, in order. */
        private static List<Named> of(PolicyEvent step) {
            List<Named> all = new ArrayList<>();
            long before = step.getVersion()
                    - step.getLearned().stream()
                            .filter(round -> round.getVersion().isPresent())
                            .count();
            for (LearnedRound round : step.getLearned()) {
                all.add(new Named(round, step.getTaskRevision(), before));
                before = round.getVersion().orElse(before);
            }
            return all;
        }
    }

    /** What is known of one task. */
    private static final class Course {
        private final Deque<Named> named = new ArrayDeque<>();
        private @Nullable Relearning policy;
        private long base = -1;
        private long since;
        /** Revision of the task under which other digits came out here; none yet below zero. */
        private long divergedRevision = -1;

        private void giveUp() {
            named.clear();
            policy = null;
        }

        private void giveUpAfter(Duration patience, long now) {
            if (!named.isEmpty() && now - since > patience.toNanos()) {
                giveUp();
            }
        }

        private boolean isSupersededBy(Saved newest) {
            Relearning present = policy;
            return present == null
                    || (newest.offset() > base
                            && (newest.snapshot().getTaskRevision() != present.taskRevision()
                                    || newest.snapshot().getVersion() > present.version()
                                    || (newest.snapshot().getVersion() == present.version()
                                            && !newest.snapshot().getDigest().equals(present.digest()))));
        }
    }

    /**
     * A step of the history.
     *
     * @param now in nanoseconds, of a clock that nobody sets
     */
    public void step(PolicyEvent event, long now) {
        // What else can happen to a policy brings a snapshot with it.
        if (event.getKind() != PolicyEventKind.LEARNED
                || saved.apply(event.getTaskId()).isEmpty()) {
            return;
        }
        Course course = courses.computeIfAbsent(event.getTaskId(), taskId -> new Course());
        if (course.divergedRevision == event.getTaskRevision()) {
            return;
        }
        if (course.named.isEmpty()) {
            course.since = now;
        }
        course.named.addAll(Named.of(event));
        if (course.named.size() > MOST_NAMED) {
            course.giveUp();
        }
        if (courses.size() > MOST_TASKS) {
            courses.remove(courses.keySet().iterator().next());
        }
    }

    /** A round result, with the bytes that its record has. */
    public void round(RoundResult round, int bytes) {
        rounds.add(round, bytes);
    }

    /** Learns what has come, and returns the policies that are newer now; each lists the rounds since its last snapshot. */
    public List<PolicySnapshot> advance(long now) {
        List<PolicySnapshot> advanced = new ArrayList<>();
        for (String taskId : List.copyOf(courses.keySet())) {
            Course course = courses.get(taskId);
            if (course != null && !course.named.isEmpty()) {
                try {
                    advance(taskId, course, now).ifPresent(advanced::add);
                } catch (DivergedException e) {
                    diverge(taskId, course, String.valueOf(e.getMessage()));
                }
            }
        }
        return advanced;
    }

    /** Until the task is put again: what begins then is another policy, and may come out alike. */
    private static void diverge(String taskId, Course course, String where) {
        log.warn("New versions of task {} are known here by their snapshots alone: {}", taskId, where);
        course.divergedRevision = course.named.element().taskRevision();
        course.giveUp();
    }

    private Optional<PolicySnapshot> advance(String taskId, Course course, long now) throws DivergedException {
        Optional<Saved> newest = saved.apply(taskId);
        if (newest.isEmpty() || newest.get().snapshot().getTask().isEmpty()) {
            course.giveUp();
            return Optional.empty();
        }
        course.named.removeIf(named -> newest.get().includes(named)
                || isKnown.test(taskId, named.round().getRoundId()));
        if (!hasHead(course)) {
            course.giveUpAfter(PATIENCE, now);
            return Optional.empty();
        }
        Relearning policy = course.policy;
        if (policy == null || course.isSupersededBy(newest.get())) {
            policy = Relearning.from(newest.get().snapshot(), steps);
            course.policy = policy;
        }
        course.base = newest.get().offset();
        boolean learned = false;
        while (!course.named.isEmpty()) {
            Named next = course.named.element();
            LearnedRound round = next.round();
            if (policy.knows(round.getRoundId()) || next.taskRevision() < policy.taskRevision()) {
                course.named.remove();
                rounds.take(round.getRoundId());
                continue;
            }
            if (next.taskRevision() > policy.taskRevision()) {
                break; // Its snapshot is on the way.
            }
            if (next.before() != policy.version()) {
                // Others were missed. Whether it is left out depends on them too.
                course.giveUp();
                break;
            }
            Optional<RoundResult> result = rounds.take(round.getRoundId());
            if (result.isEmpty()) {
                break;
            }
            Optional<String> divergence = policy.learn(round, result.get());
            if (divergence.isPresent()) {
                diverge(taskId, course, divergence.get());
                return Optional.empty();
            }
            course.named.remove();
            course.since = now;
            learned = true;
        }
        course.giveUpAfter(PATIENCE, now);
        return learned ? Optional.of(policy.snapshot()) : Optional.empty();
    }

    private boolean hasHead(Course course) {
        return !course.named.isEmpty()
                && rounds.contain(course.named.element().round().getRoundId());
    }

    /** The tasks that other digits have come out of here, which only their snapshots told of afterwards. */
    public Set<String> diverged() {
        return courses.entrySet().stream()
                .filter(course -> course.getValue().divergedRevision >= 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The tasks whose steps name rounds that have not come yet. */
    public Set<String> awaited() {
        return courses.entrySet().stream()
                .filter(course -> !course.getValue().named.isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
