package io.promptstream.policy.replay;

import io.promptstream.event.Replay;
import io.promptstream.event.Task;
import io.promptstream.policy.replay.Recordings.Bounds;

/**
 * What an order asks for: to do what the live policy did and nothing else (exact), or to train a policy with the rounds of
 * a range, from scratch or from a version of the live policy, which is then made exactly first.
 */
record ReplayPlan(Replay order) {
    private static final long NONE = Long.MAX_VALUE;

    boolean isExact() {
        return order.getPolicy().isEmpty();
    }

    /** Whether the live policy's steps are to be taken before anything else. */
    boolean followsHistory() {
        return isExact() || order.getStartVersion().isPresent();
    }

    boolean hasEnd() {
        return order.getEndVersion().isPresent();
    }

    /** Version of the live policy at which to stop, or one that it never reaches. */
    long endVersion() {
        return order.getEndVersion().orElse(NONE);
    }

    /** How far the live policy's steps are taken. */
    HistoryReplay.Goal historyGoal() {
        if (isExact()) {
            long compareFrom = order.getVerify() ? order.getStartVersion().orElse(0L) : NONE;
            return new HistoryReplay.Goal(range(), endVersion(), compareFrom);
        }
        return new HistoryReplay.Goal(RoundRange.WHOLE, order.getStartVersion().orElse(NONE), NONE);
    }

    RoundRange range() {
        return RoundRange.of(order);
    }

    /** The range of the rounds that are trained with: of those that are rescored, all. */
    RoundRange trainingRange() {
        return order.getReward().isPresent() ? RoundRange.WHOLE : range();
    }

    /** The task for which a policy is trained. */
    Task trained(Task task) {
        Task.Builder builder = Task.newBuilder(task);
        order.getPolicy().ifPresent(builder::setPolicy);
        order.getReward().ifPresent(builder::setReward);
        return builder.build();
    }

    /** What is read first. */
    Reading firstReading(Recordings recordings) {
        if (!followsHistory()) {
            return Reading.of(
                    trainingTopic(recordings), trainingRange().within(recordings.rounds(trainingTopic(recordings))));
        }
        Bounds all = recordings.rounds(recordings.roundResults());
        return Reading.of(recordings.roundResults(), isExact() ? range().within(all) : all);
    }

    /** What is read after the live policy's steps, of which {@code before} was the last. */
    Reading trainingReading(Recordings recordings, Reading before) {
        String topic = trainingTopic(recordings);
        if (!topic.equals(before.topic())) {
            return Reading.of(topic, recordings.rounds(topic));
        }
        Bounds bounds = range().within(before.bounds());
        if (range().hasBeginning()) {
            return Reading.of(topic, bounds);
        }
        long next = before.position();
        return Reading.of(topic, new Bounds(next, Math.max(next, bounds.end())));
    }

    private String trainingTopic(Recordings recordings) {
        return order.getReward().isPresent() ? recordings.rescored(order.getName()) : recordings.roundResults();
    }
}
