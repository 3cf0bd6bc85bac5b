package io.promptstream.policy.app.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.app.loop.LoopFixture;
import io.promptstream.policy.app.loop.RecordChecks;
import io.promptstream.policy.app.metrics.RecordedMetrics;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import io.promptstream.policy.round.CatchUp;
import io.promptstream.policy.round.LearnedTasks;
import io.promptstream.policy.round.Learners;
import io.promptstream.policy.round.RoundSamples;
import io.promptstream.service.tracing.Tracing;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LearnerLoopTest {
    private static final TopicPartition RESULTS = new TopicPartition("round-results", 0);

    private final LoopFixture kafka = new LoopFixture();
    private final RecordedMetrics metrics = new RecordedMetrics();
    private final Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    /** Committed snapshots, as the next owner of the partition finds them. */
    private final Map<String, CatchUp.Result> stored = new HashMap<>();

    /** Policies as this instance knows them without reading them. */
    private final List<PolicySnapshot> known = new ArrayList<>();

    private final Learners learners = new Learners(new Policies(new RecurrentLanguageModel(9, 6, 1)), clock, "test");
    private final LearningTraces traces = new LearningTraces(Tracing.OFF, kafka.topics);
    private final LearnerLoop loop = new LearnerLoop(
            kafka.consumer,
            kafka.transactions,
            kafka.records,
            kafka.reader(RoundResult.class, RecordChecks::of),
            kafka.topics,
            kafka.finder,
            learners,
            new LearnedTasks(
                    learners,
                    kafka.finder::known,
                    kafka.tasks::values,
                    new Stored(),
                    taskId -> 0,
                    metrics::promotionRefused,
                    () -> 0),
            new PolicyUpdateWriter(
                    kafka.transactions, kafka.records, kafka.topics, taskId -> List.of(), traces, metrics),
            metrics,
            traces,
            new PoisonRecords(),
            known::add,
            clock);

    private final class Stored implements LearnedTasks.Stored {
        @Override
        public Map<String, CatchUp.Result> policies(int partition) {
            return new HashMap<>(stored);
        }

        @Override
        public Optional<PolicySnapshot> candidate(int partition, String key) {
            return Optional.empty();
        }
    }

    @BeforeEach
    void theHistoryIsEmpty() {
        kafka.consumer.updateEndOffsets(Map.of(new TopicPartition("policy-history", 0), 0L));
    }

    @Test
    void commitsWhatARoundTaughtWithItsOffset() throws InterruptedException {
        // Given
        closeARoundOfAKnownTask();

        // When
        loop.runOnce();

        // Then
        assertThat(versions()).containsExactly(1L);
        assertThat(kafka.committed("policy-history")).isNotEmpty();
        assertThat(kafka.committed(RESULTS)).contains(1L);
        assertThat(metrics.events).anyMatch(event -> event.startsWith("read task"));
        assertThat(known.getLast().getVersion()).isEqualTo(1);
    }

    @Test
    void commitsWhatIsOpenBeforeItsPartitionIsRevokedAndContinuesFromThereLater() throws InterruptedException {
        // Given one commit, behind which the next one is not due yet
        closeARoundOfAKnownTask();
        loop.runOnce();
        close(1, "task", 2);
        loop.runOnce();

        // When
        kafka.consumer.rebalance(Set.of());

        // Then
        assertThat(versions().getLast()).isEqualTo(2L);
        assertThat(kafka.committed(RESULTS)).contains(2L);

        // When the partition comes back, with what was committed
        kafka.events("policy-snapshots", PolicySnapshot.class)
                .forEach(snapshot -> stored.put(snapshot.getTaskId(), CatchUp.Result.of(snapshot)));
        kafka.consumer.rebalance(Set.of(RESULTS));
        kafka.consumer.seek(RESULTS, 2);
        close(2, "task", 3);
        loop.runOnce();
        kafka.consumer.rebalance(Set.of());

        // Then
        assertThat(versions().getLast()).isEqualTo(3L);
    }

    @Test
    void betweenTwoSnapshotsTheHistoryTellsEachVersion() throws InterruptedException {
        // Given
        closeARoundOfAKnownTask();
        loop.runOnce();

        // When
        close(1, "task", 2);
        loop.runOnce();
        await().untilAsserted(() -> {
            loop.runOnce();
            assertThat(kafka.committed(RESULTS)).contains(2L);
        });

        // Then
        assertThat(versions()).containsExactly(1L);
        assertThat(kafka.events("policy-history", PolicyEvent.class))
                .extracting(PolicyEvent::getVersion)
                .endsWith(1L, 2L);
        assertThat(known.getLast().getVersion()).isEqualTo(2);
    }

    @Test
    void aRoundThatOvertookItsTaskIsLearnedOnceTheTaskIsRead() throws InterruptedException {
        // Given
        kafka.lateTasks.put("task", TaskSamples.task("task"));
        kafka.assign(RESULTS);
        close(0, "task", 1);

        // When
        loop.runOnce();
        assertThat(kafka.committed(RESULTS)).contains(0L);
        loop.runOnce();
        kafka.consumer.rebalance(Set.of());

        // Then
        assertThat(versions()).containsExactly(1L);
        assertThat(kafka.committed(RESULTS)).contains(1L);
        assertThat(kafka.committed("round-results.dead-letters")).isEmpty();
    }

    @Test
    void aRoundOfAnUnknownTaskBecomesADeadLetter() throws InterruptedException {
        // Given
        kafka.assign(RESULTS);
        close(0, "nowhere", 1);

        // When
        loop.runOnce();
        loop.runOnce();
        kafka.consumer.rebalance(Set.of());

        // Then
        assertThat(kafka.committed("round-results.dead-letters")).hasSize(1);
        assertThat(kafka.committed(RESULTS)).contains(1L);
        assertThat(metrics.events).containsExactly("dead letter UNKNOWN_TASK");
    }

    @Test
    void whatIsNotCommittedIsNeitherSeenNorCounted() {
        // Given
        closeARoundOfAKnownTask();

        // When
        kafka.failToCommit(loop);

        // Then
        assertThat(versions()).isEmpty();
        assertThat(known).isEmpty();
        assertThat(kafka.committed(RESULTS)).isEmpty();
        assertThat(metrics.events).isEmpty();
        assertThat(kafka.producer.transactionAborted()).isTrue();
    }

    @Test
    void aFencedProducerEndsTheLoop() {
        // Given
        closeARoundOfAKnownTask();
        kafka.producer.fenceProducer();

        // Then
        assertThatThrownBy(loop::runOnce).isInstanceOf(ProducerFencedException.class);
        loop.close();
        assertThat(versions()).isEmpty();
    }

    @Test
    void startsOverWhenPartitionsAreLost() throws InterruptedException {
        // Given
        kafka.assign(RESULTS);
        loop.runOnce();

        // Then
        assertThatThrownBy(() -> kafka.consumer.lose(RESULTS)).hasMessageContaining("starting over");
    }

    private void closeARoundOfAKnownTask() {
        kafka.tasks.put("task", TaskSamples.task("task"));
        kafka.assign(RESULTS);
        close(0, "task", 1);
    }

    private void close(long offset, String taskId, long round) {
        kafka.add(RESULTS, offset, taskId, RoundSamples.result(new UUID(7, round), taskId, 0));
    }

    private List<Long> versions() {
        return kafka.events("policy-snapshots", PolicySnapshot.class).stream()
                .map(PolicySnapshot::getVersion)
                .toList();
    }
}
