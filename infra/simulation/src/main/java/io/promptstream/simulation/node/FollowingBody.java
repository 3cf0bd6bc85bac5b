package io.promptstream.simulation.node;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.policy.round.PolicyFollower;
import io.promptstream.policy.round.PolicySteps;
import io.promptstream.simulation.log.LogRecord;
import io.promptstream.simulation.log.Positions;
import io.promptstream.simulation.log.TopicPartition;
import io.promptstream.simulation.schedule.Commit;
import io.promptstream.simulation.schedule.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Learns again what other instances learn, as the follower's loop does: without a group, from the end of history and round
 * results on, and of the latter only where the history names some.
 */
public class FollowingBody implements Body {
    /** So that few fit into the memory of the follower, and some are forgotten. */
    private static final int ROUND_BYTES = 4 << 20;

    private final Surroundings around;
    private final Positions positions;
    private final PolicyFollower follower;
    /** What was learned again, until others of the process are told. */
    private final List<PolicySnapshot> advanced = new ArrayList<>();

    public FollowingBody(Surroundings around) {
        this.around = around;
        this.positions = new Positions(around.broker());
        this.follower = new PolicyFollower(
                new PolicySteps(around.policies(), around.time().clock()),
                around.snapshots()::saved,
                around.snapshots()::hasLearned);
        for (int partition = 0; partition < around.broker().partitions(); partition++) {
            positions.seekToEnd(new TopicPartition(Topics.HISTORY, partition));
            positions.seekToEnd(new TopicPartition(Topics.ROUND_RESULTS, partition));
        }
    }

    @Override
    public void turn(Step.Turn turn) {
        Set<Integer> awaited =
                follower.awaited().stream().map(around.broker()::partitionOf).collect(Collectors.toSet());
        positions
                .read(
                        partition ->
                                partition.topic().equals(Topics.HISTORY) || awaited.contains(partition.partition()),
                        turn.most(),
                        turn.choice())
                .forEach(this::read);
        advanced.addAll(follower.advance(around.time().nanos()));
        follower.diverged().forEach(around.witness()::diverged);
        finish(turn.commit());
    }

    private void read(LogRecord record) {
        switch (Objects.requireNonNull(record.value())) {
            case PolicyEvent step -> step(step);
            case RoundResult round -> follower.round(round, ROUND_BYTES);
            default -> throw new IllegalArgumentException("neither a step nor a round: " + record);
        }
    }

    protected void step(PolicyEvent step) {
        follower.step(step, around.time().nanos());
    }

    protected final Surroundings around() {
        return around;
    }

    /** Nothing is committed; what was learned again is told to others, or lost. */
    @Override
    public void finish(Commit how) {
        switch (how) {
            case LATER -> {}
            case CRASH_BEFORE, CRASH_IN, CRASH_AFTER -> throw new CrashException();
            case REFUSED, ACKNOWLEDGEMENT_LOST -> throw new CommitException("the broker does not answer");
            case NOW, SLOWLY -> {
                advanced.forEach(policy -> {
                    around.coverage().count("policy followed");
                    around.snapshots().put(policy);
                });
                advanced.clear();
            }
        }
    }

    @Override
    public void close() {
        // It belongs to no group.
    }

    @Override
    public void die() {
        // Nobody waits for it.
    }

    /** The tasks that it waits for rounds of. */
    @Override
    public int size() {
        return follower.awaited().size();
    }
}
