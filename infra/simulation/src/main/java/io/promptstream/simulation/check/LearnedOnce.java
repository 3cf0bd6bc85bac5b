package io.promptstream.simulation.check;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.simulation.log.LogRecord;
import io.promptstream.simulation.node.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Each round is dealt with, and no policy learns one twice, or one of a task that had its id before. */
final class LearnedOnce {
    private static final String ONCE = "no round is learned twice";
    private static final String EACH = "each round is dealt with";
    private static final String UNMIXED = "no task learns from another one";

    private LearnedOnce() {}

    static List<Violation> violations(Committed log) {
        List<Violation> found = new ArrayList<>();
        Map<UUID, RoundResult> rounds = new HashMap<>();
        log.all(Topics.ROUND_RESULTS, RoundResult.class)
                .forEach(round -> rounds.putIfAbsent(round.getRoundId(), round));
        Set<UUID> met = new HashSet<>();
        Set<UUID> learned = new HashSet<>();
        Map<String, Long> firstRevisions = new HashMap<>();
        for (PolicyEvent event : log.all(Topics.HISTORY, PolicyEvent.class)) {
            event.getTask().ifPresent(task -> firstRevisions.put(task.getTaskId(), task.getFirstRevision()));
            for (LearnedRound round : event.getLearned()) {
                met.add(round.getRoundId());
                if (round.getVersion().isEmpty()) {
                    continue;
                }
                if (!learned.add(round.getRoundId())) {
                    found.add(
                            new Violation(ONCE, "task %s: round %s".formatted(event.getTaskId(), round.getRoundId())));
                }
                RoundResult result = rounds.get(round.getRoundId());
                if (result == null || !result.getTaskId().equals(event.getTaskId())) {
                    found.add(new Violation(
                            UNMIXED,
                            "task %s learned round %s, which is not in its log"
                                    .formatted(event.getTaskId(), round.getRoundId())));
                } else if (result.getTaskRevision() < firstRevisions.getOrDefault(event.getTaskId(), 0L)) {
                    found.add(new Violation(
                            UNMIXED,
                            "task %s, put in revision %d, learned round %s of revision %d"
                                    .formatted(
                                            event.getTaskId(),
                                            firstRevisions.get(event.getTaskId()),
                                            round.getRoundId(),
                                            result.getTaskRevision())));
                }
            }
        }
        log.all(Topics.ROUND_RESULTS + Topics.DEAD_LETTERS, RoundResult.class)
                .forEach(round -> met.add(round.getRoundId()));
        rounds.values().stream()
                .filter(round -> !met.contains(round.getRoundId()) && !isDeleted(log, round))
                .map(round ->
                        new Violation(EACH, "round %s was neither learned nor skipped".formatted(round.getRoundId())))
                .forEach(found::add);
        return found;
    }

    /** What was learned last of a task that is deleted is deleted with it. */
    private static boolean isDeleted(Committed log, RoundResult round) {
        boolean deleted = false;
        for (LogRecord record : log.broker().committed(Topics.TASKS)) {
            if (record.key().equals(round.getTaskId())) {
                boolean isOfRound =
                        record.value() instanceof Task task && task.getFirstRevision() <= round.getTaskRevision();
                deleted = record.value() == null || (deleted && !isOfRound);
            }
        }
        return deleted;
    }
}
