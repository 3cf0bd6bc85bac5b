package io.promptstream.policy.app.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.kafka.EventReader;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.app.loop.LoopFixture;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PolicyUpdate;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import io.promptstream.policy.round.FollowedSnapshots;
import io.promptstream.policy.round.Learners;
import io.promptstream.policy.round.PolicyFollower;
import io.promptstream.policy.round.PolicySteps;
import io.promptstream.policy.round.RoundSamples;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PolicyFollowerLoopTest {
    private static final TopicPartition HISTORY = new TopicPartition("policy-history", 0);
    private static final TopicPartition ROUNDS = new TopicPartition("round-results", 0);

    private final LoopFixture kafka = new LoopFixture();
    private final Policies policies = new Policies(new RecurrentLanguageModel(9, 6, 1));
    private final PolicySteps steps = new PolicySteps(policies, Clock.systemUTC());
    private final Learners elsewhere = new Learners(policies, Clock.systemUTC(), "test");
    private final Task task = TaskSamples.task("task");
    private final FollowedSnapshots followed = new FollowedSnapshots();
    private final PolicySnapshot saved = begun();
    private final PolicyFollowerLoop loop = loop();

    @Test
    void aVersionThatAnotherInstanceCommittedIsKnownBeforeItsSnapshot() {
        // Given
        kafka.add(HISTORY, 5, "task", step(1));

        // When the step is read first, and then the round that it names
        loop.runOnce();
        assertThat(followed.since(saved)).isEmpty();
        kafka.add(ROUNDS, 7, "task", result(1));
        loop.runOnce();

        // Then
        assertThat(followed.since(saved))
                .hasValueSatisfying(policy -> assertThat(policy.getVersion()).isEqualTo(1));
    }

    @Test
    void roundsAreReadOnlyWhileTheHistoryNamesOneOfThem() {
        // Then
        assertThat(kafka.consumer.paused()).containsExactly(ROUNDS);

        // When
        kafka.add(HISTORY, 5, "task", step(1));
        loop.runOnce();

        // Then
        assertThat(kafka.consumer.paused()).isEmpty();

        // When
        kafka.add(ROUNDS, 7, "task", result(1));
        loop.runOnce();

        // Then
        assertThat(kafka.consumer.paused()).containsExactly(ROUNDS);
    }

    @Test
    void whatIsNoStepIsSkipped() {
        // When
        byte[] garbage = "no event".getBytes(StandardCharsets.UTF_8);
        kafka.consumer.addRecord(new ConsumerRecord<>("policy-history", 0, 5, "task", garbage));
        kafka.add(HISTORY, 6, "task", step(1));
        kafka.add(ROUNDS, 7, "task", result(1));
        loop.runOnce();
        loop.runOnce();

        // Then
        assertThat(followed.since(saved)).isPresent();
    }

    private PolicySnapshot begun() {
        elsewhere.open(task, Optional.empty(), Optional.empty());
        return elsewhere.takeUpdates().getFirst().snapshot();
    }

    private PolicyEvent step(int number) {
        elsewhere.learn(task, result(number));
        PolicyUpdate update = elsewhere.takeUpdates().getFirst();
        return update.steps().getFirst();
    }

    private static RoundResult result(int number) {
        return RoundSamples.result(new UUID(0, number), "task", number - 1L);
    }

    private PolicyFollowerLoop loop() {
        for (TopicPartition partition : List.of(HISTORY, ROUNDS)) {
            kafka.consumer.updatePartitions(
                    partition.topic(),
                    List.of(new PartitionInfo(partition.topic(), 0, Node.noNode(), new Node[0], new Node[0])));
        }
        kafka.consumer.updateEndOffsets(Map.of(HISTORY, 5L, ROUNDS, 7L));
        return new PolicyFollowerLoop(
                kafka.consumer,
                kafka.reader(PolicyEvent.class, EventReader.Checks.none()),
                kafka.reader(RoundResult.class, EventReader.Checks.none()),
                kafka.topics,
                new PolicyFollower(
                        steps, taskId -> Optional.of(new PolicyFollower.Saved(saved, 0)), followed::hasLearned),
                followed,
                () -> 0);
    }
}
