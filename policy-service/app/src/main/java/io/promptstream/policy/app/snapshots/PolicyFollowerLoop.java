package io.promptstream.policy.app.snapshots;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.RoundResult;
import io.promptstream.kafka.EventReader;
import io.promptstream.kafka.LoopBody;
import io.promptstream.policy.app.owner.TaskPartitions;
import io.promptstream.policy.round.FollowedSnapshots;
import io.promptstream.policy.round.PolicyFollower;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the policies' history as it grows, and of the round results those that it names, so that new versions are known here
 * before their snapshots come. Round results are read no further than the history has come: who learns late leaves them there.
 */
final class PolicyFollowerLoop implements LoopBody {
    private static final Duration POLL = Duration.ofMillis(500);
    /** While a round or a snapshot that was announced is on the way. */
    private static final Duration WAIT = Duration.ofMillis(10);

    private final Consumer<String, byte[]> consumer;
    private final EventReader<PolicyEvent> steps;
    private final EventReader<RoundResult> rounds;
    private final String history;
    private final String roundResults;
    private final TaskPartitions partitions;
    private final PolicyFollower follower;
    private final FollowedSnapshots followed;
    private final LongSupplier nanoTime;

    /** @param consumer without a group, of committed records; closed with this object, or at once if there is an exception */
    PolicyFollowerLoop(
            Consumer<String, byte[]> consumer,
            EventReader<PolicyEvent> steps,
            EventReader<RoundResult> rounds,
            TopicCatalogue topics,
            PolicyFollower follower,
            FollowedSnapshots followed,
            LongSupplier nanoTime) {
        this.consumer = consumer;
        this.steps = steps;
        this.rounds = rounds;
        this.history = topics.policyHistory().name();
        this.roundResults = topics.roundResults().name();
        this.partitions = new TaskPartitions(topics.roundResults().partitions());
        this.follower = follower;
        this.followed = followed;
        this.nanoTime = nanoTime;
        try {
            List<TopicPartition> assigned = Stream.of(history, roundResults)
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(assigned);
            consumer.seekToEnd(assigned);
            assigned.forEach(consumer::position);
            pauseAllBut(Set.of());
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    @Override
    public void runOnce() {
        Set<Integer> awaited = awaited();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(awaited.isEmpty() ? POLL : WAIT)) {
            read(record);
        }
        follower.advance(nanoTime.getAsLong()).forEach(followed::put);
        pauseAllBut(awaited());
    }

    /** What cannot be read is a dead letter of the learner's. */
    private void read(ConsumerRecord<String, byte[]> record) {
        if (record.topic().equals(history)) {
            if (steps.read(record) instanceof EventReader.Result.Event<PolicyEvent> step) {
                follower.step(step.event(), nanoTime.getAsLong());
            }
        } else if (rounds.read(record) instanceof EventReader.Result.Event<RoundResult> round) {
            follower.round(round.event(), record.serializedValueSize());
        }
    }

    private Set<Integer> awaited() {
        return follower.awaited().stream().map(partitions::of).collect(Collectors.toSet());
    }

    private void pauseAllBut(Set<Integer> awaited) {
        for (TopicPartition partition : consumer.assignment()) {
            if (partition.topic().equals(roundResults)) {
                Set<TopicPartition> one = Set.of(partition);
                if (awaited.contains(partition.partition())) {
                    consumer.resume(one);
                } else {
                    consumer.pause(one);
                }
            }
        }
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
