package io.promptstream.task.app.answer;

import static io.promptstream.task.app.answer.LoopFixture.FIRST;
import static io.promptstream.task.app.answer.LoopFixture.SECOND;
import static io.promptstream.task.app.answer.LoopFixture.times;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.task.Events;
import io.promptstream.task.execution.LaneKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProposalLoopTest {
    private final List<LoopFixture> fixtures = new ArrayList<>();

    @AfterEach
    void close() {
        fixtures.forEach(LoopFixture::close);
    }

    private LoopFixture start(Map<TopicPartition, OffsetAndMetadata> committed) {
        LoopFixture fixture = new LoopFixture();
        fixtures.add(fixture);
        fixture.assign(List.of(FIRST, SECOND), committed);
        return fixture;
    }

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
        fixture.producer.commitTransactionException = new IllegalStateException("the broker is away");

        // When / Then
        assertThatThrownBy(() ->
                        fixture.runUntil(() -> assertThat(fixture.answered()).isNotEmpty()))
                .hasStackTraceContaining("the broker is away");
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
    void answersAnewWhatComesBackThoughItIsStillUnderWay() {
        // Given
        LoopFixture fixture = start(Map.of());
        fixture.add(FIRST, 0, "slow", "quick");
        fixture.runUntil(() -> assertThat(fixture.answered()).containsExactly("1"));

        // When
        fixture.consumer.rebalance(List.of(SECOND));
        fixture.consumer.rebalance(List.of(FIRST, SECOND));
        fixture.consumer.commitSync(fixture.committed());
        fixture.consumer.seek(FIRST, 0);
        fixture.add(FIRST, 0, "slow", "quick", "quick");
        fixture.runUntil(() -> assertThat(fixture.answered()).containsExactly("1", "2"));
        fixture.gate.open();

        // Then
        fixture.runUntil(() -> assertThat(fixture.answered()).containsExactly("1", "2", "0"));
        fixture.runUntil(() -> assertThat(fixture.lanes.states()).allMatch(lane -> lane.underWay() == 0));
        assertThat(fixture.answered()).hasSize(3);
        assertThat(committed(fixture).offset()).isEqualTo(3);
    }

    @Test
    void commitsWhatIsFinishedBeforeItsPartitionIsRevoked() {
        // Given an answer that is finished but not committed
        LoopFixture fixture = start(Map.of());
        fixture.add(FIRST, 0, "slow");
        fixture.runUntil(() -> assertThat(fixture.lanes.states()).anyMatch(lane -> lane.underWay() == 1));
        fixture.gate.open();
        await().until(() -> fixture.lanes.states().stream().allMatch(lane -> lane.underWay() == 0));
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
    void whileTasksCannotBeReadOnlyProposalsOfUnknownOnesWait() {
        // Given
        LoopFixture fixture = start(Map.of());
        fixture.noTasks = new KafkaException("no broker answers");
        fixture.tasks.putLate(Events.classification("late", Events.local("quick"), "sun", "rain"));
        fixture.add(FIRST, 0, "late", "quick", "quick");

        // When / Then
        fixture.runUntil(() -> assertThat(fixture.answered()).containsExactlyInAnyOrder("1", "2"));
        assertThat(committed(fixture).offset()).isZero();

        // When
        fixture.noTasks = null;

        // Then
        fixture.runUntil(() -> assertThat(fixture.answered()).hasSize(3));
        assertThat(committed(fixture).offset()).isEqualTo(3);
    }

    @Test
    void keepsABadRecordAsADeadLetterAndAnswersItsNeighbours() {
        // Given
        LoopFixture fixture = start(Map.of());
        fixture.add(FIRST, 0, "quick");
        fixture.add(FIRST, 1, new byte[] {1, 2, 3});
        fixture.add(FIRST, 2, "quick");

        // When
        fixture.runUntil(() -> assertThat(fixture.answered()).containsExactlyInAnyOrder("0", "2"));

        // Then
        assertThat(fixture.producer.history().stream()
                        .filter(record -> record.topic().endsWith(DeadLetters.SUFFIX)))
                .singleElement()
                .satisfies(letter -> assertThat(letter.value()).containsExactly(1, 2, 3));
        assertThat(committed(fixture).offset()).isEqualTo(3);
    }

    @Test
    void keepsARecordThatIsTooLargeAsADeadLetterWithoutItsValue() {
        // Given
        LoopFixture fixture = start(Map.of());
        fixture.add(FIRST, 0, "quick");
        fixture.add(FIRST, 1, new byte[9 << 20]);
        fixture.add(FIRST, 2, "quick");

        // When
        fixture.runUntil(() -> assertThat(fixture.answered()).containsExactlyInAnyOrder("0", "2"));

        // Then
        assertThat(fixture.producer.history().stream()
                        .filter(record -> record.topic().endsWith(DeadLetters.SUFFIX)))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.key()).isEqualTo("key");
                    assertThat(letter.value()).isNull();
                    assertThat(new String(
                                    letter.headers()
                                            .lastHeader(DeadLetters.REASON)
                                            .value(),
                                    UTF_8))
                            .contains("9437187 bytes", "at most 2000000");
                });
        assertThat(committed(fixture).offset()).isEqualTo(3);
    }

    @Test
    void anAnswerThatIsTooLongIsAFailure() {
        // Given
        LoopFixture fixture = start(Map.of());
        TaskModelDefinition model = TaskModelDefinition.newBuilder(Events.local("quick"))
                .setMaxTokens(50)
                .build();
        Task story = Events.generation("story", model);
        fixture.tasks.put(story);
        fixture.add(FIRST, 0, Events.proposal("0", "story", "once", "x".repeat(100_000)));

        // When
        fixture.runUntil(() -> assertThat(fixture.answered()).containsExactly("0"));

        // Then
        TaskOutput output = LoopFixture.output(fixture.producer.history().getFirst());
        assertThat(output.getText()).isEmpty();
        assertThat(output.getFailure())
                .get()
                .satisfies(failure -> assertThat(failure.getMessage())
                        .contains("too long", "at most 2000000", "taskModel.maxTokens"));
    }

    @Test
    void proposalsOfATaskThatIsNotThereHoldUpNobody() {
        // Given
        LoopFixture fixture = start(Map.of());
        fixture.add(FIRST, 0, "nowhere", "quick");

        // When / Then
        fixture.runUntil(() -> assertThat(fixture.answered()).containsExactlyInAnyOrder("0", "1"));
        assertThat(fixture.tasks.caughtUp()).isEqualTo(1);
    }

    @Test
    void answersAProposalThatIsAheadOfItsTask() {
        // Given
        LoopFixture fixture = start(Map.of());
        fixture.tasks.putLate(Events.classification("late", Events.local("quick"), "sun", "rain"));
        fixture.add(FIRST, 0, "late");

        // When
        fixture.runUntil(() -> assertThat(fixture.answered()).containsExactly("0"));

        // Then
        assertThat(LoopFixture.output(fixture.producer.history().getFirst()).getFailure())
                .isEmpty();
    }

    @Test
    void stopsReadingBeforeMemoryIsFullAndGoesOnWhenThereIsRoom() {
        // Given
        LoopFixture fixture = start(Map.of());
        fixture.consumer.setMaxPollRecords(4);
        String text = "x".repeat(5 << 18);
        for (int offset = 0; offset < 60; offset++) {
            fixture.add(FIRST, offset, Events.proposal("" + offset, "slow", text, "sun"));
        }

        // When
        fixture.runUntil(() -> assertThat(fixture.consumer.paused()).contains(FIRST));

        // Then
        long held = fixture.lanes.states().stream()
                .mapToLong(lane -> lane.waiting() + lane.underWay())
                .sum();
        assertThat(held).as("records of 1.25 MiB").isBetween(20L, 32L);
        fixture.gate.open();
        fixture.runUntil(() -> assertThat(fixture.answered()).hasSize(60));
        assertThat(committed(fixture).offset()).isEqualTo(60);
    }

    @Test
    void readsAgainWhatThereWasNoRoomFor() {
        // Given
        LoopFixture fixture = start(Map.of());
        fixture.add(FIRST, 0, "slow");
        fixture.add(FIRST, 1, times(FinishedOffsets.SPAN + 9, "quick"));

        // When
        fixture.runUntil(() -> assertThat(fixture.answered()).hasSize(FinishedOffsets.SPAN - 1));
        assertThat(fixture.consumer.paused()).contains(FIRST);
        assertThat(committed(fixture).offset()).isZero();
        fixture.gate.open();

        // Then
        fixture.runUntil(() -> assertThat(fixture.answered()).hasSize(FinishedOffsets.SPAN + 10));
        assertThat(committed(fixture).offset()).isEqualTo(FinishedOffsets.SPAN + 10);
    }

    @Test
    void commitsWhatIsFinishedWhenItIsClosed() {
        // Given
        LoopFixture fixture = start(Map.of());
        fixture.add(FIRST, 0, "slow");
        fixture.runUntil(() -> assertThat(fixture.lanes.states()).anyMatch(lane -> lane.underWay() == 1));

        // When
        fixture.gate.open();
        fixture.loop.close();

        // Then
        assertThat(fixture.answered()).containsExactly("0");
        assertThat(committed(fixture).offset()).isEqualTo(1);
    }

    @Test
    void whatBreaksDownFailsTheProposalsThatMeetIt() {
        // Given
        LoopFixture fixture = start(Map.of());
        fixture.gate.breakDown(new LinkageError("no native library"));
        fixture.add(FIRST, 0, "slow", "quick", "slow");

        // When
        fixture.runUntil(() -> assertThat(fixture.answered()).containsExactlyInAnyOrder("0", "1", "2"));

        // Then
        assertThat(fixture.producer.history().stream()
                        .map(LoopFixture::output)
                        .filter(output -> output.getFailure().isPresent())
                        .map(output -> output.getFailure().orElseThrow().getMessage()))
                .hasSize(2)
                .allSatisfy(message -> assertThat(message).contains("the service failed"));
    }

    @Test
    void showsItsLanes() {
        // Given
        LoopFixture fixture = start(Map.of());
        fixture.add(FIRST, 0, "slow", "slow", "slow");

        // When
        fixture.runUntil(() -> assertThat(fixture.lanes.states()).hasSize(1));

        // Then
        assertThat(fixture.lanes.states()).singleElement().satisfies(lane -> {
            assertThat(lane.key()).isEqualTo(new LaneKey.Local("slow"));
            assertThat(lane.waiting() + lane.underWay()).isEqualTo(3);
        });
    }

    private static OffsetAndMetadata committed(LoopFixture fixture) {
        return Objects.requireNonNull(fixture.committed().get(FIRST));
    }

    private static NavigableSet<Long> finished(LoopFixture fixture) {
        OffsetAndMetadata committed = committed(fixture);
        return FinishedOffsets.read(committed.offset(), committed.metadata()).orElse(new TreeSet<>());
    }
}
