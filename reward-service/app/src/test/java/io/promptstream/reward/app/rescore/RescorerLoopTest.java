package io.promptstream.reward.app.rescore;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.reward.Events;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rescorings are followed, and what becomes of those that cannot be. */
class RescorerLoopTest {
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
    void followsAnOrderToItsEndAndCommitsThatItReadIt() throws InterruptedException {
        // When
        kafka.order("other");
        kafka.runUntil("other", RescoringStatus.DONE);

        // Then
        assertThat(kafka.results("other")).containsExactlyElementsOf(rounds(4));
        assertThat(kafka.said()).startsWith("other RUNNING").endsWith("other DONE");
        assertThat(kafka.rescoring("other").orElseThrow())
                .returns(12L, Rescoring::getRecordsInRange)
                .returns(12L, Rescoring::getRecordsRead)
                .returns(4L, Rescoring::getRoundResults);
        assertThat(kafka.broker.committed(RescorerFixture.ORDERS)).contains(1L);
        assertThat(kafka.stateDir.toFile().list()).isNullOrEmpty();
    }

    @Test
    void theOldestOrderComesFirstAndTheOthersWait() throws InterruptedException {
        // Given
        kafka.orderSlowly("first");
        kafka.order("second");

        // When
        kafka.runUntilWritten("first", 1);

        // Then
        assertThat(kafka.rescoring("second")).isEmpty();

        // When
        kafka.runUntil("second", RescoringStatus.DONE);

        // Then
        assertThat(kafka.results("first")).hasSize(4);
        assertThat(kafka.results("second")).hasSize(4);
    }

    @Test
    void anOrderThatOvertookItsTaskIsFollowedOnceTheTaskIsRead() throws InterruptedException {
        // Given
        kafka.tasks.clear();
        kafka.lateTasks.put(Events.TASK, Events.task());
        kafka.order("other");

        // When
        kafka.loop.runOnce();

        // Then
        assertThat(kafka.said()).isEmpty();

        // When
        kafka.runUntil("other", RescoringStatus.DONE);

        // Then
        assertThat(kafka.results("other")).hasSize(4);
    }

    @Test
    void refusesWhatItCannotFollowAndReadsOn() throws InterruptedException {
        // Given
        kafka.write("garbage", "no order".getBytes(StandardCharsets.UTF_8));
        kafka.order(kafka.newOrder("offsets").setFromOffset(7L));
        kafka.order(kafka.newOrder("taskless").setTaskId("nowhere"));
        kafka.order("good");

        // When
        kafka.runUntil("good", RescoringStatus.DONE);

        // Then
        assertThat(kafka.rescoring("offsets").orElseThrow().getMessage()).contains("give fromTime and toTime");
        assertThat(kafka.said()).filteredOn(said -> said.endsWith("FAILED")).containsExactly("offsets FAILED");
        assertThat(kafka.broker.committed(RescorerFixture.ORDERS)).contains(4L);
    }

    @Test
    void anOrderWhoseTaskIsNowhereFails() throws InterruptedException {
        // Given
        kafka.tasks.clear();
        kafka.order("other");

        // When
        kafka.runUntil("other", RescoringStatus.FAILED);

        // Then
        assertThat(kafka.rescoring("other").orElseThrow().getMessage()).contains("there is no task");
        assertThat(kafka.broker.hasTopic(kafka.resultsTopic("other"))).isFalse();
    }

    @Test
    void aTaskThatIsDeletedMeanwhileEndsTheRescoring() throws InterruptedException {
        // Given
        kafka.orderSlowly("other");
        kafka.runUntilWritten("other", 1);

        // When
        kafka.tasks.clear();
        kafka.runUntil("other", RescoringStatus.FAILED);

        // Then
        assertThat(kafka.rescoring("other").orElseThrow().getMessage()).contains("there is no task");
        assertThat(kafka.stateDir.toFile().list()).isNullOrEmpty();
    }

    @Test
    void aRescoringThatCannotContinueFailsAndTheNextOneBegins() throws InterruptedException {
        // Given one whose range was deleted since it was begun
        kafka.orderSlowly("broken");
        kafka.order("next");
        kafka.runUntil("broken", RescoringStatus.RUNNING);
        kafka.loop.close();
        kafka.broker.deleteBefore(new TopicPartition(kafka.topics.queries().name(), 0), 1);
        kafka.start();

        // When
        kafka.runUntil("next", RescoringStatus.DONE);

        // Then
        assertThat(kafka.rescoring("broken").orElseThrow())
                .returns(RescoringStatus.FAILED, Rescoring::getStatus)
                .satisfies(failed -> assertThat(failed.getMessage()).contains("were deleted meanwhile"));
        assertThat(kafka.broker.openReaders()).containsExactly(kafka.consumer);
    }

    @Test
    void leavesNothingOfWhatIsWithdrawn() throws InterruptedException {
        // Given
        kafka.orderSlowly("other");
        kafka.runUntilWritten("other", 1);

        // When
        kafka.withdraw("other");
        kafka.loop.runOnce();

        // Then
        assertThat(kafka.rescoring("other")).isEmpty();
        assertThat(kafka.broker.hasTopic(kafka.resultsTopic("other"))).isFalse();
        assertThat(kafka.stateDir.toFile().list()).isNullOrEmpty();
        assertThat(kafka.broker.committed(RescorerFixture.ORDERS)).contains(2L);
    }

    @Test
    void triesAgainToDeleteWhatTheBrokerDoesNotDelete() throws InterruptedException {
        // Given
        kafka.order("other");
        kafka.runUntil("other", RescoringStatus.DONE);
        kafka.withdraw("other");

        // When
        kafka.broker.timeOutAdmin(1);
        kafka.loop.runOnce();

        // Then it is not said to be gone
        assertThat(kafka.rescoring("other")).isPresent();

        // When
        kafka.loop.runOnce();

        // Then
        assertThat(kafka.rescoring("other")).isEmpty();
        assertThat(kafka.broker.hasTopic(kafka.resultsTopic("other"))).isFalse();
    }

    @Test
    void anOrderThatTakesThePlaceOfAnotherBeginsAnew() throws InterruptedException {
        // Given
        kafka.orderSlowly("other");
        kafka.runUntilWritten("other", 1);

        // When
        UUID second = kafka.order("other").getReplayId();
        kafka.runUntil("other", RescoringStatus.DONE);

        // Then
        assertThat(kafka.rescoring("other").orElseThrow().getReplayId()).isEqualTo(second);
        assertThat(kafka.results("other")).containsExactlyElementsOf(rounds(4));
    }

    static List<UUID> rounds(int number) {
        return IntStream.range(0, number).mapToObj(round -> new UUID(9, round)).toList();
    }
}
