package io.promptstream.reward.app.rescore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rescoring's results are where instances come and go, and commits fail. */
class RescorerOwnershipTest {
    @TempDir
    Path directory;

    private RescorerFixture kafka;

    @BeforeEach
    void begin() {
        kafka = new RescorerFixture(directory);
        kafka.record(4);
    }

    @AfterEach
    void close() {
        kafka.loop.close();
    }

    @Test
    void aLaterRunContinuesWithTheSameRangeAndWritesNoResultTwice() throws InterruptedException {
        // Given
        kafka.orderSlowly("other");
        kafka.runUntilWritten("other", 2);
        Rescoring halfway = kafka.rescoring("other").orElseThrow();

        // When it stops, and more is recorded before the next run
        kafka.loop.close();
        kafka.record(4);
        kafka.start();
        kafka.runUntil("other", RescoringStatus.DONE);

        // Then
        assertThat(kafka.results("other")).containsExactlyElementsOf(RescorerLoopTest.rounds(4));
        assertThat(kafka.rescoring("other").orElseThrow())
                .returns(halfway.getStartedAt(), Rescoring::getStartedAt)
                .returns(halfway.getRange(), Rescoring::getRange);
    }

    @Test
    void anotherInstanceContinuesWhereAKilledOneWas() throws InterruptedException {
        // Given
        kafka.orderSlowly("other");
        kafka.runUntilWritten("other", 2);
        RescorerLoop killed = kafka.loop;

        // When
        kafka.startElsewhere();
        kafka.runUntil("other", RescoringStatus.DONE);

        // Then
        assertThat(kafka.results("other")).containsExactlyElementsOf(RescorerLoopTest.rounds(4));
        killed.close();
    }

    @Test
    void deletesTheLocalStateThatAKilledRunHasLeft() throws IOException {
        // Given
        kafka.loop.close();
        Path left = Files.createDirectories(kafka.stateDir.resolve("left"));

        // When
        kafka.start();

        // Then
        assertThat(left).doesNotExist();
    }

    @Test
    void leavesARevokedRescoringToItsNextOwner() throws InterruptedException {
        // Given
        kafka.orderSlowly("other");
        kafka.runUntilWritten("other", 2);

        // When
        kafka.consumer.rebalance(Set.of());
        kafka.loop.runOnce();

        // Then
        assertThat(kafka.stateDir.toFile().list()).isNullOrEmpty();
        assertThat(kafka.results("other")).hasSize(2);

        // When it comes back
        kafka.consumer.rebalance(Set.of(RescorerFixture.ORDERS));
        kafka.runUntil("other", RescoringStatus.DONE);

        // Then
        assertThat(kafka.results("other")).containsExactlyElementsOf(RescorerLoopTest.rounds(4));
    }

    @Test
    void startsOverWhenPartitionsAreLost() throws InterruptedException {
        // Given
        kafka.orderSlowly("other");
        kafka.runUntilWritten("other", 1);

        // Then
        assertThatThrownBy(() -> kafka.consumer.lose(RescorerFixture.ORDERS))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("starting over");
        assertThat(kafka.stateDir.toFile().list()).isNullOrEmpty();
    }

    @Test
    void aCommitThatFailedInTimeIsTriedAgain() throws InterruptedException {
        // Given
        kafka.orderSlowly("other");
        kafka.runUntilWritten("other", 1);

        // When
        kafka.producer.commitTransactionException = new TimeoutException("no answer");
        kafka.loop.runOnce();
        kafka.producer.commitTransactionException = null;
        kafka.runUntil("other", RescoringStatus.DONE);

        // Then
        assertThat(kafka.results("other")).containsExactlyElementsOf(RescorerLoopTest.rounds(4));
    }

    @Test
    void aCommitOfWhichNobodyKnowsIsLookedUpByTheNextRun() throws InterruptedException {
        // Given
        kafka.orderSlowly("other");
        kafka.runUntilWritten("other", 1);

        // When
        kafka.producer.loseAcknowledgement();

        // Then nothing can be aborted
        assertThatThrownBy(() -> kafka.runUntil("other", RescoringStatus.DONE))
                .isInstanceOf(IllegalStateException.class);

        // When
        kafka.loop.close();
        kafka.start();
        kafka.runUntil("other", RescoringStatus.DONE);

        // Then
        assertThat(kafka.results("other")).containsExactlyElementsOf(RescorerLoopTest.rounds(4));
    }

    @Test
    void aFencedProducerEndsTheLoop() throws InterruptedException {
        // Given
        kafka.orderSlowly("other");
        kafka.runUntilWritten("other", 1);

        // When
        kafka.producer.fenceProducer();

        // Then the rescoring has not failed
        assertThatThrownBy(() -> kafka.runUntilWritten("other", 4)).isInstanceOf(ProducerFencedException.class);
        assertThat(kafka.results("other")).hasSize(1);
        assertThat(kafka.said()).containsOnly("other RUNNING");
    }

    @Test
    void aMemberThatTheGroupRemovedBeginsNothing() {
        // Given another instance has followed the order meanwhile
        TopicPartition results = new TopicPartition(kafka.resultsTopic("other"), 0);
        kafka.broker.admin().createTopics(List.of(new NewTopic(results.topic(), 1, (short) 1)));
        kafka.broker.write(results, "key", new byte[1], 0);
        kafka.order("other");
        kafka.producer.sendOffsetsToTransactionException = new CommitFailedException("another generation");

        // Then
        assertThatThrownBy(kafka.loop::runOnce).isInstanceOf(CommitFailedException.class);
        assertThat(kafka.broker.records(results.topic())).hasSize(1);
        assertThat(kafka.said()).isEmpty();
    }

    @Test
    void aMemberThatTheGroupRemovedDeletesNothing() throws InterruptedException {
        // Given another instance has begun the order that followed this one
        kafka.order("other");
        kafka.runUntil("other", RescoringStatus.DONE);
        kafka.withdraw("other");
        kafka.producer.sendOffsetsToTransactionException = new CommitFailedException("another generation");

        // Then
        assertThatThrownBy(kafka.loop::runOnce).isInstanceOf(CommitFailedException.class);
        assertThat(kafka.results("other")).hasSize(4);
    }
}
