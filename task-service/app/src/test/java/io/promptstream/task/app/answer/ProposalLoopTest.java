package io.promptstream.task.app.answer;

import static io.promptstream.task.app.answer.LoopFixture.FIRST;
import static io.promptstream.task.app.answer.LoopFixture.SECOND;
import static io.promptstream.task.app.answer.LoopFixture.times;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.task.Events;
import io.promptstream.task.execution.LaneKey;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class ProposalLoopTest extends StartedLoops {
    @Test
    void answersAgainWhatComesBackThoughItIsStillInFlight() {
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
        fixture.runUntil(() -> assertThat(fixture.lanes.states()).allMatch(lane -> lane.inFlight() == 0));
        assertThat(fixture.answered()).hasSize(3);
        assertThat(committed(fixture).offset()).isEqualTo(3);
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
                .mapToLong(lane -> lane.waiting() + lane.inFlight())
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
            assertThat(lane.waiting() + lane.inFlight()).isEqualTo(3);
        });
    }
}
