package io.promptstream.policy.replay;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.replay.Recordings.Bounds;
import io.promptstream.policy.replay.ReplayPhase.Step;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The phases of a replay, one after the other. Belongs to one thread. */
final class ReplayCourse implements AutoCloseable {
    private final ReplayPlan plan;
    private final Task trained;
    private final Recordings recordings;
    private final ReplayedPolicy policy;
    private final ReplayCounts counts;
    /** What is left to read of the history. */
    private Bounds history;

    private Reading reading;
    /** Whether the live policy's steps were taken as far as the order asks, so that training may continue. */
    private boolean training;

    private Optional<UUID> endRound = Optional.empty();
    private @Nullable ReplayPhase phase;
    private boolean done;

    /**
     * @param trained the task for which a policy is trained
     * @param policy has begun where the course is continued
     * @param training whether it is continued where training has begun
     */
    ReplayCourse(
            ReplayPlan plan,
            Task trained,
            Recordings recordings,
            ReplayedPolicy policy,
            ReplayCounts counts,
            Bounds history,
            Reading reading,
            boolean training) {
        this.plan = plan;
        this.trained = trained;
        this.recordings = recordings;
        this.policy = policy;
        this.counts = counts;
        this.history = history;
        this.reading = reading;
        this.training = training;
    }

    /** Deals with the next record; at the end of a phase begins the next one. */
    Step step() throws ReplayFailure {
        if (done) {
            return Step.DONE;
        }
        ReplayPhase now = phase == null ? begin() : phase;
        Step step = now.step();
        if (step == Step.DONE) {
            end(now);
            return done ? Step.DONE : Step.WAITING;
        }
        return step;
    }

    private ReplayPhase begin() throws ReplayFailure {
        if (policy.hasBegun() && !training) {
            return enter(historyReplay(history.begin()));
        }
        if (plan.hasEnd() || (plan.followsHistory() && !training)) {
            return enter(scan());
        }
        return enter(retraining());
    }

    private void end(ReplayPhase ended) throws ReplayFailure {
        switch (ended) {
            case HistoryScan scan -> {
                endRound = scan.endRound();
                enter(policy.hasBegun() || !plan.followsHistory() ? retraining() : historyReplay(scan.beginning()));
            }
            case HistoryReplay replay -> {
                if (plan.isExact()) {
                    done = true;
                } else {
                    train();
                }
            }
            case Retraining retraining -> {
                if (counts.learned() == 0) {
                    throw new ReplayFailure("nothing could be learned of %d records; skipped: %s"
                            .formatted(counts.records(), counts.reasons()));
                }
                done = true;
            }
        }
    }

    private void train() throws ReplayFailure {
        reading = plan.trainingReading(recordings, reading);
        policy.goOn(trained);
        training = true;
        enter(plan.hasEnd() && endRound.isEmpty() ? scan() : retraining());
    }

    private ReplayPhase enter(ReplayPhase next) {
        close();
        phase = next;
        return next;
    }

    private ReplayPhase scan() {
        Bounds whole = new Bounds(recordings.history().begin(), history.end());
        return new HistoryScan(recordings.history(whole), plan.order().getTaskId(), plan.endVersion());
    }

    private ReplayPhase historyReplay(long from) {
        history = new Bounds(from, history.end());
        EventLog<PolicyEvent> steps = recordings.history(history);
        return new HistoryReplay(plan.order().getTaskId(), steps, open(), policy, plan.historyGoal(), counts);
    }

    private ReplayPhase retraining() throws ReplayFailure {
        if (!policy.hasBegun()) {
            policy.begin(trained, 0);
        }
        training = true;
        return new Retraining(open(), policy, plan.trainingRange(), endRound, counts);
    }

    private EventLog<RoundResult> open() {
        reading = reading.opened(recordings);
        return reading.log().orElseThrow();
    }

    boolean isDone() {
        return done;
    }

    /** What of the history has to be read by whoever continues from the policy as it is now. */
    Bounds historyLeft() {
        return phase instanceof HistoryReplay replay ? new Bounds(replay.nextHistoryOffset(), history.end()) : history;
    }

    Reading reading() {
        return reading;
    }

    boolean training() {
        return training;
    }

    @Override
    public void close() {
        if (phase != null) {
            phase.close();
        }
    }
}
