package io.promptstream.policy.app.metrics;

import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.policy.round.Unexplored;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Remembers what it was told of queries, rounds and dead letters. */
public final class RecordedMetrics implements PolicyMetrics {
    public final List<String> events = new ArrayList<>();

    @Override
    public void queryServed(String taskId, Instant askedAt, Instant proposedAt) {
        events.add("served " + taskId);
    }

    @Override
    public void promptsMeasured(String taskId, int proposals) {
        events.add("measured " + taskId + " " + proposals);
    }

    @Override
    public void queryUnexplored(String taskId, Unexplored reason) {
        events.add("unexplored " + taskId + " " + reason);
    }

    @Override
    public void snapshotUnwritten(String taskId) {
        events.add("unwritten " + taskId);
    }

    @Override
    public void roundProposed(String taskId, int proposals) {
        events.add("round " + taskId + " " + proposals);
    }

    @Override
    public void roundsInFlight(String taskId, int rounds) {}

    @Override
    public void exploration(String taskId, boolean stopped) {}

    @Override
    public void roundRead(String taskId, LearningOutcome outcome, RoundTimes times) {
        events.add("read " + taskId + " " + outcome);
    }

    @Override
    public void promotionFollowed(String taskId) {
        events.add("followed " + taskId);
    }

    @Override
    public void promotionRefused(String taskId) {
        events.add("refused " + taskId);
    }

    @Override
    public void deadLetter(String topic, DeadLetterReason reason) {
        events.add("dead letter " + reason);
    }
}
