package io.promptstream.reward.app;

import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.app.streams.RewardMetrics;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import java.util.ArrayList;
import java.util.List;

/** Remembers what was counted, in order. */
public final class RecordedMetrics implements RewardMetrics {
    private final List<String> counted = new ArrayList<>();
    private final List<ScoringNoteReason> ignored = new ArrayList<>();

    /** One word for each call but {@code rewarded}. */
    public List<String> counted() {
        return List.copyOf(counted);
    }

    @Override
    public void rewarded(TaskOutput output, Reward reward) {}

    @Override
    public void unreferenced(String taskId) {
        counted.add("unreferenced");
    }

    @Override
    public void repeatedOutput(String taskId) {
        counted.add("repeatedOutput");
    }

    @Override
    public void unscorable(String taskId, String proposalId, String reason) {
        counted.add("unscorable");
    }

    @Override
    public void repeatedReward(String taskId) {
        counted.add("repeatedReward");
    }

    @Override
    public void lateReward(String taskId) {
        counted.add("lateReward");
    }

    /** Why feedback was not used, in order. */
    public List<ScoringNoteReason> ignored() {
        return List.copyOf(ignored);
    }

    @Override
    public void feedbackIgnored(String taskId, ScoringNoteReason reason) {
        ignored.add(reason);
    }

    @Override
    public void roundClosed(RoundResult result) {
        counted.add(result.getClosing().name());
    }

    @Override
    public void deadLetter(String topic, DeadLetterReason reason) {
        counted.add("deadLetter %s %s".formatted(topic, reason));
    }
}
