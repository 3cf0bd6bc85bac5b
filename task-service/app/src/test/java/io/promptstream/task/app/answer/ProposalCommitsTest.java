package io.promptstream.task.app.answer;

import static io.promptstream.task.app.answer.LoopFixture.FIRST;
import static io.promptstream.task.app.answer.LoopFixture.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;

/** What is committed, and when. */
class ProposalCommitsTest extends StartedLoops {
    @Test
    void commitsWhatIsFinishedBeyondWhatIsNot() {
        // Given
        LoopFixture fixture = start(Map.of());
        fixture.add(FIRST, 0, "slow", "quick", "quick", "slow", "quick");

        // When / Then
        fixture.runUntil(() -> assertThat(fixture.answered()).containsExactlyInAnyOrder("1", "2", "4"));
        assertThat(committed(fixture).offset()).isZero();
        assertThat(finished(fixture)).containsExactly(1L, 2L, 4L);

        // When
        fixture.gate.open();

        // Then
        fixture.runUntil(() -> assertThat(fixture.answered()).hasSize(5));
        assertThat(committed(fixture).offset()).isEqualTo(5);
        assertThat(finished(fixture)).isEmpty();
    }

    @Test
    void whoTakesOverAnswersExactlyWhatIsNotFinished() {
        // Given
        LoopFixture first = start(Map.of());
        first.add(FIRST, 0, "slow", "quick", "quick", "slow", "quick");
        first.runUntil(() -> assertThat(first.answered()).hasSize(3));

        // When
        LoopFixture second = start(first.committed());
        second.gate.open();
        second.add(FIRST, 0, "slow", "quick", "quick", "slow", "quick", "quick");

        // Then
        second.runUntil(() -> assertThat(second.answered()).containsExactlyInAnyOrder("0", "3", "5"));
        assertThat(committed(second).offset()).isEqualTo(6);
    }

    @Test
    void outputsAndOffsetsAreOneTransaction() {
        // Given
        LoopFixture fixture = start(Map.of());
        fixture.add(FIRST, 0, "quick");
        fixture.producer.commitTransactionException = new IllegalStateException("the broker is unavailable");

        // When / Then
        assertThatThrownBy(() ->
                        fixture.runUntil(() -> assertThat(fixture.answered()).isNotEmpty()))
                .hasStackTraceContaining("the broker is unavailable");
        assertThat(fixture.producer.history()).isEmpty();
        assertThat(fixture.producer.consumerGroupOffsetsHistory()).isEmpty();
        assertThat(fixture.producer.uncommittedRecords()).hasSize(1);
        assertThat(fixture.producer.sentOffsets()).isTrue();
    }

    @Test
    void publishesNothingOnceItIsFenced() {
        // Given
        LoopFixture fixture = start(Map.of());
        fixture.add(FIRST, 0, "quick");
        fixture.producer.fenceProducer();

        // When / Then
        assertThatThrownBy(() ->
                        fixture.runUntil(() -> assertThat(fixture.answered()).isNotEmpty()))
                .isInstanceOf(ProducerFencedException.class);
        assertThat(fixture.producer.history()).isEmpty();
    }

    @Test
    void publishesNothingForAGroupThatWasRebalancedWithoutIt() {
        // Given
        LoopFixture fixture = start(Map.of());
        fixture.add(FIRST, 0, "quick");
        fixture.producer.sendOffsetsToTransactionException = new CommitFailedException("another generation");

        // When / Then
        assertThatThrownBy(() ->
                        fixture.runUntil(() -> assertThat(fixture.answered()).isNotEmpty()))
                .hasStackTraceContaining("another generation");
        assertThat(fixture.producer.history()).isEmpty();
    }

    @Test
    void forgetsWhatBelongsToARevokedPartition() {
        // Given
        LoopFixture fixture = start(Map.of());
        fixture.add(FIRST, 0, "slow", "slow");
        fixture.add(SECOND, 0, "slow", "quick");
        fixture.runUntil(() -> assertThat(fixture.answered()).containsExactly("1"));

        // When
        fixture.consumer.rebalance(List.of(SECOND));
        fixture.gate.open();

        // Then
        fixture.runUntil(() -> assertThat(fixture.answered()).containsExactly("1", "0"));
        assertThat(fixture.committed()).containsOnlyKeys(SECOND);
        assertThat(Objects.requireNonNull(fixture.committed().get(SECOND)).offset())
                .isEqualTo(2);
    }

    @Test
    void commitsWhatIsFinishedBeforeItsPartitionIsRevoked() {
        // Given an answer that is finished but not committed
        LoopFixture fixture = start(Map.of());
        fixture.add(FIRST, 0, "slow");
        fixture.runUntil(() -> assertThat(fixture.lanes.states()).anyMatch(lane -> lane.inFlight() == 1));
        fixture.gate.open();
        await().until(() -> fixture.lanes.states().stream().allMatch(lane -> lane.inFlight() == 0));
        assertThat(fixture.answered()).isEmpty();

        // When
        await().pollInSameThread().untilAsserted(() -> {
            fixture.consumer.rebalance(List.of(SECOND));
            assertThat(fixture.answered()).containsExactly("0");
        });

        // Then nobody has to ask for it again
        assertThat(committed(fixture).offset()).isEqualTo(1);
    }

    @Test
    void commitsNothingOfAPartitionThatIsLostAndGoesOnWithTheOthers() throws InterruptedException {
        // Given
        List<PartitionProgress> gone = new ArrayList<>();
        List<String> commits = new ArrayList<>();
        LoopFixture fixture = start(Map.of());
        AssignedPartitions partitions =
                new AssignedPartitions(fixture.consumer, () -> commits.add("commit"), gone::addAll);
        PartitionProgress lost = partitions.owned().get(FIRST);
        PartitionProgress kept = partitions.owned().get(SECOND);

        // When
        partitions.owned().onPartitionsLost(List.of(FIRST));

        // Then
        assertThat(gone).containsExactly(lost);
        assertThat(commits).isEmpty();
        assertThat(partitions.have(lost)).isFalse();
        assertThat(partitions.have(kept)).isTrue();
    }

    @Test
    void commitsWhatIsFinishedWhenItIsClosed() {
        // Given
        LoopFixture fixture = start(Map.of());
        fixture.add(FIRST, 0, "slow");
        fixture.runUntil(() -> assertThat(fixture.lanes.states()).anyMatch(lane -> lane.inFlight() == 1));

        // When
        fixture.gate.open();
        fixture.loop.close();

        // Then
        assertThat(fixture.answered()).containsExactly("0");
        assertThat(committed(fixture).offset()).isEqualTo(1);
    }
}
