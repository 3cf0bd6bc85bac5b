package io.promptstream.policy.app.propose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.app.loop.LoopFixture;
import io.promptstream.policy.app.loop.RecordChecks;
import io.promptstream.policy.app.metrics.RecordedMetrics;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import io.promptstream.policy.round.CurrentPolicies;
import io.promptstream.policy.round.Proposer;
import io.promptstream.service.tracing.Tracing;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;

class ProposerLoopTest {
    private static final TopicPartition FIRST = new TopicPartition("queries", 0);
    private static final TopicPartition SECOND = new TopicPartition("queries", 1);

    private final LoopFixture kafka = new LoopFixture();
    private final RecordedMetrics metrics = new RecordedMetrics();
    private final AtomicLong rounds = new AtomicLong();
    private final QueryTraces traces = new QueryTraces(Tracing.OFF, kafka.topics);
    private final ProposerLoop loop = new ProposerLoop(
            kafka.consumer,
            kafka.transactions,
            kafka.records,
            kafka.reader(Query.class, RecordChecks::of),
            kafka.topics,
            kafka.finder,
            new ProposalPublisher(
                    kafka.transactions,
                    new ProposalWriter(kafka.transactions, kafka.records, traces, "prompt-proposals"),
                    taskId -> Optional.empty(),
                    new Proposer(
                            new CurrentPolicies(new Policies(new RecurrentLanguageModel(9, 6, 1)), Optional::of),
                            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                            () -> 0,
                            new SplittableRandom(1),
                            () -> new UUID(0, rounds.incrementAndGet()),
                            1 << 20),
                    metrics,
                    new RoundsInFlight(),
                    traces),
            metrics,
            traces);

    @Test
    void commitsProposalsWithTheOffsetsOfTheirQueriesAndCountsThemThen() throws InterruptedException {
        // Given
        kafka.tasks.put("task", TaskSamples.task("task"));
        kafka.assign(FIRST);
        ask(FIRST, 0, "task", "q1");
        ask(FIRST, 1, "task", "q2");

        // When
        loop.runOnce();

        // Then
        assertThat(served()).containsExactly("task/q1-serve", "task/q2-serve");
        assertThat(kafka.committed("prompt-proposals")).hasSize(2 + 8);
        assertThat(kafka.committed(FIRST)).contains(2L);
        assertThat(metrics.events).contains("served task", "round task 8");
    }

    @Test
    void aQueryThatOvertookItsTaskWaitsWithoutHoldingUpOtherPartitions() throws InterruptedException {
        // Given
        kafka.tasks.put("here", TaskSamples.task("here"));
        kafka.lateTasks.put("late", TaskSamples.task("late"));
        kafka.assign(FIRST, SECOND);
        ask(FIRST, 0, "late", "q1");
        ask(FIRST, 1, "here", "q2");
        ask(SECOND, 0, "here", "q3");

        // When
        loop.runOnce();

        // Then the position that is committed stands before what was put back
        assertThat(served()).contains("here/q3-serve");
        loop.runOnce();
        assertThat(served()).containsExactlyInAnyOrder("here/q3-serve", "late/q1-serve", "here/q2-serve");
        assertThat(served().indexOf("late/q1-serve")).isLessThan(served().indexOf("here/q2-serve"));
        assertThat(kafka.committed(FIRST)).contains(2L);
        assertThat(kafka.committed(SECOND)).contains(1L);
    }

    @Test
    void aQueryOfAnUnknownTaskBecomesADeadLetterInTheSameTransaction() throws InterruptedException {
        // Given
        kafka.assign(FIRST);
        ask(FIRST, 0, "nowhere", "q1");

        // When
        loop.runOnce();
        loop.runOnce();

        // Then
        assertThat(kafka.committed("queries.dead-letters")).hasSize(1);
        assertThat(kafka.committed(FIRST)).contains(1L);
        assertThat(metrics.events).containsExactly("dead letter UNKNOWN_TASK");
    }

    @Test
    void whatIsNotCommittedIsNeitherSeenNorCounted() {
        // Given
        kafka.tasks.put("task", TaskSamples.task("task"));
        kafka.assign(FIRST);
        ask(FIRST, 0, "task", "q1");

        // When
        kafka.failToCommit(loop);

        // Then
        assertThat(served()).isEmpty();
        assertThat(kafka.committed(FIRST)).isEmpty();
        assertThat(metrics.events).isEmpty();
        assertThat(kafka.producer.transactionAborted()).isTrue();
    }

    @Test
    void aFencedProducerEndsTheLoop() {
        // Given
        kafka.tasks.put("task", TaskSamples.task("task"));
        kafka.assign(FIRST);
        ask(FIRST, 0, "task", "q1");
        kafka.producer.fenceProducer();

        // Then
        assertThatThrownBy(loop::runOnce).isInstanceOf(ProducerFencedException.class);
        loop.close();
        assertThat(served()).isEmpty();
    }

    @Test
    void startsOverWhenPartitionsAreLost() {
        // Given
        kafka.assign(FIRST);
        assertThatThrownBy(() -> kafka.consumer.lose(FIRST))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("starting over");

        // When it leaves the group, it is no failure
        loop.close();
        kafka.consumer.lose(FIRST);
    }

    private void ask(TopicPartition partition, long offset, String taskId, String queryId) {
        kafka.add(partition, offset, queryId, TaskSamples.query(taskId, queryId));
    }

    private List<String> served() {
        return kafka.events("prompt-proposals", PromptProposal.class).stream()
                .filter(proposal -> proposal.getProvenance().getRoundId().isEmpty())
                .map(PromptProposal::getProposalId)
                .toList();
    }
}
