package io.promptstream.policy.replay;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.RoundResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Topics in memory. */
final class MemoryRecordings implements Recordings {
    static final String ROUNDS = "round-results";

    private final Map<String, List<Recorded<RoundResult>>> rounds = new HashMap<>(Map.of(ROUNDS, new ArrayList<>()));
    private final List<Recorded<PolicyEvent>> history = new ArrayList<>();

    /** Writes a round; a marker of a transaction follows now and then. */
    void round(RoundResult round) {
        round(ROUNDS, round.getTaskId(), Optional.of(round));
    }

    void round(String topic, String key, Optional<RoundResult> round) {
        add(rounds.computeIfAbsent(topic, name -> new ArrayList<>()), key, round);
    }

    void step(String key, PolicyEvent step) {
        add(history, key, Optional.of(step));
    }

    private static <T> void add(List<Recorded<T>> log, String key, Optional<T> event) {
        long last = log.isEmpty() ? -1 : log.getLast().offset();
        log.add(new Recorded<>(last % 5 == 3 ? last + 2 : last + 1, key, event));
    }

    List<Recorded<PolicyEvent>> history(String taskId) {
        return history.stream().filter(step -> taskId.equals(step.key())).toList();
    }

    /** Replaces a step of the history. */
    void replace(Recorded<PolicyEvent> step, PolicyEvent event) {
        history.set(history.indexOf(step), new Recorded<>(step.offset(), step.key(), Optional.of(event)));
    }

    /** Deletes steps, as retention does. */
    void forgetHistory(int steps) {
        history.subList(0, steps).clear();
    }

    void forgetRounds(int records) {
        log(ROUNDS).subList(0, records).clear();
    }

    private List<Recorded<RoundResult>> log(String topic) {
        List<Recorded<RoundResult>> log = rounds.get(topic);
        if (log == null) {
            throw new IllegalStateException("there is no topic " + topic);
        }
        return log;
    }

    @Override
    public int partition() {
        return 1;
    }

    @Override
    public String roundResults() {
        return ROUNDS;
    }

    @Override
    public String rescored(String replay) {
        return "rescored-" + replay;
    }

    @Override
    public Optional<Instant> rescoringBegan(String replay) {
        return rounds.containsKey(rescored(replay)) ? Optional.of(Instant.ofEpochMilli(9_500)) : Optional.empty();
    }

    @Override
    public Bounds rounds(String topic) {
        return bounds(log(topic));
    }

    @Override
    public Bounds history() {
        return bounds(history);
    }

    private static <T> Bounds bounds(List<Recorded<T>> log) {
        // A marker stands at the end.
        return log.isEmpty()
                ? new Bounds(0, 0)
                : new Bounds(log.getFirst().offset(), log.getLast().offset() + 2);
    }

    @Override
    public EventLog<RoundResult> rounds(String topic, Bounds range) {
        return new MemoryLog<>(log(topic), range);
    }

    @Override
    public EventLog<PolicyEvent> history(Bounds range) {
        return new MemoryLog<>(history, range);
    }
}
