package io.promptstream.policy.app.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.ReplayState;
import io.promptstream.event.ReplayStatus;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That a replay comes to the same end where instances come and go, and commits fail. */
class ReplayerOwnershipTest {
    private static final int ROUNDS = 12;

    private final ReplayerFixture kafka = new ReplayerFixture();
    private ReplayState halfway;

    @BeforeEach
    void runHalfway() throws InterruptedException {
        kafka.record(ROUNDS);
        halfway = kafka.runHalfway("other");
    }

    @AfterEach
    void close() {
        kafka.loop.close();
    }

    @Test
    void stateAndCandidateAreOneCommit() {
        assertThat(halfway.getRoundsLearned()).isBetween(1L, ROUNDS - 1L);
        assertThat(kafka.candidate("other").orElseThrow())
                .returns(halfway.getVersion(), PolicySnapshot::getVersion)
                .returns(halfway.getDigest(), PolicySnapshot::getDigest);
        assertThat(kafka.broker.committed(ReplayerFixture.ORDERS)).contains(1L);
        assertThat(kafka.told).containsExactly("begun task", "learned " + halfway.getRoundsLearned());
    }

    @Test
    void aLaterRunContinuesToTheSameEnd() throws InterruptedException {
        // When it stops, and more is recorded before the next run
        kafka.loop.close();
        kafka.record(ROUNDS);
        kafka.start();

        // Then
        assertSameEnd();
        assertThat(kafka.state("other").orElseThrow().getStartedAt()).isEqualTo(halfway.getStartedAt());
    }

    @Test
    void anotherInstanceContinuesWhereAKilledOneWas() throws InterruptedException {
        // Given one that has learned what it has not committed
        kafka.loop.runOnce();
        kafka.loop.runOnce();
        ReplayerLoop killed = kafka.loop;

        // When
        kafka.start();

        // Then
        assertSameEnd();
        killed.close();
    }

    @Test
    void leavesARevokedReplayToItsNextOwner() throws InterruptedException {
        // When
        kafka.loop.runOnce();
        kafka.consumer.rebalance(Set.of());
        for (int pass = 0; pass < 20; pass++) {
            kafka.loop.runOnce();
        }

        // Then
        assertThat(kafka.state("other")).contains(halfway);

        // When it comes back
        kafka.consumer.rebalance(Set.of(ReplayerFixture.ORDERS));

        // Then
        assertSameEnd();
    }

    @Test
    void startsOverWhenPartitionsAreLost() throws InterruptedException {
        // Then
        assertThatThrownBy(() -> kafka.consumer.lose(ReplayerFixture.ORDERS))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("starting over");

        // When
        kafka.loop.close();
        kafka.start();

        // Then
        assertSameEnd();
    }

    @Test
    void whatIsNotCommittedIsNeitherSeenNorCounted() throws InterruptedException {
        // Given
        kafka.producer.commitTransactionException = new KafkaException("refused");

        // When
        assertThatThrownBy(() -> kafka.runUntil("other", ReplayStatus.DONE)).hasMessage("refused");
        kafka.producer.commitTransactionException = null;
        kafka.loop.close();

        // Then
        assertThat(kafka.producer.transactionAborted()).isTrue();
        assertThat(kafka.state("other")).contains(halfway);
        assertThat(kafka.told).hasSize(2);

        // When
        kafka.start();

        // Then
        assertSameEnd();
    }

    @Test
    void aCommitOfWhichNobodyKnowsIsLookedUpByTheNextRun() throws InterruptedException {
        // Given
        kafka.producer.loseAcknowledgement();

        // When
        assertThatThrownBy(() -> kafka.runUntil("other", ReplayStatus.DONE)).isInstanceOf(TimeoutException.class);
        kafka.loop.close();
        assertThat(kafka.state("other").orElseThrow().getVersion()).isGreaterThan(halfway.getVersion());
        kafka.start();

        // Then
        assertSameEnd();
    }

    @Test
    void aFencedProducerEndsTheLoop() {
        // When
        kafka.producer.fenceProducer();

        // Then the replay has not failed
        assertThatThrownBy(() -> kafka.runUntil("other", ReplayStatus.DONE))
                .isInstanceOf(ProducerFencedException.class);
        assertThat(kafka.state("other")).contains(halfway);
    }

    @Test
    void aMemberThatTheGroupRemovedCommitsNothing() {
        // When
        kafka.producer.sendOffsetsToTransactionException = new CommitFailedException("another generation");

        // Then
        assertThatThrownBy(() -> kafka.runUntil("other", ReplayStatus.DONE)).isInstanceOf(CommitFailedException.class);
        assertThat(kafka.state("other")).contains(halfway);
        assertThat(kafka.candidate("other").orElseThrow().getVersion()).isEqualTo(halfway.getVersion());
    }

    /** As an undisturbed replay has it. */
    private void assertSameEnd() throws InterruptedException {
        ReplayState done = kafka.runUntil("other", ReplayStatus.DONE);
        ReplayerFixture undisturbed = new ReplayerFixture();
        undisturbed.record(ROUNDS);
        undisturbed.order("other");
        ReplayState expected = undisturbed.runUntil("other", ReplayStatus.DONE);
        undisturbed.loop.close();
        assertThat(done.getDigest()).isEqualTo(expected.getDigest());
        assertThat(done.getRoundsLearned()).isEqualTo(ROUNDS);
        assertThat(kafka.candidate("other").orElseThrow().getDigest()).isEqualTo(expected.getDigest());
    }
}
