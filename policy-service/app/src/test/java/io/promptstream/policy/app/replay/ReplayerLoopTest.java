package io.promptstream.policy.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.ReplayStatus;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which replays are followed, and what becomes of those that cannot be. */
class ReplayerLoopTest {
    private static final int ROUNDS = 12;

    private final ReplayerFixture kafka = new ReplayerFixture();

    @BeforeEach
    void recordRounds() {
        kafka.record(ROUNDS);
    }

    @AfterEach
    void close() {
        kafka.loop.close();
    }

    @Test
    void followsAnOrderToItsEndAndCommitsThatItReadIt() throws InterruptedException {
        // When
        kafka.order("other");
        ReplayState done = kafka.runUntil("other", ReplayStatus.DONE);

        // Then
        assertThat(done.getRoundsLearned()).isEqualTo(ROUNDS);
        assertThat(kafka.candidate("other").orElseThrow())
                .returns((long) ROUNDS, PolicySnapshot::getVersion)
                .returns(done.getDigest(), PolicySnapshot::getDigest);
        assertThat(kafka.broker.committed(ReplayerFixture.ORDERS)).contains(1L);
        assertThat(kafka.told).containsExactly("begun task", "learned " + ROUNDS, "done");
    }

    @Test
    void oneReplayAtATimeTheOldestFirst() throws InterruptedException {
        // Given
        kafka.runHalfway("first");
        kafka.order("second");

        // When
        kafka.runUntil("first", ReplayStatus.DONE);

        // Then
        assertThat(kafka.state("second")).isEmpty();
        assertThat(kafka.runUntil("second", ReplayStatus.DONE).getRoundsLearned())
                .isEqualTo(ROUNDS);
    }

    @Test
    void skipsWhatIsNoOrderAndReadsOn() throws InterruptedException {
        // Given
        kafka.write("replays", "garbage", "no order".getBytes(StandardCharsets.UTF_8));
        kafka.write("replays", "task/misnamed", kafka.newOrder("named").build());
        kafka.order("good");

        // When
        kafka.runUntil("good", ReplayStatus.DONE);

        // Then
        assertThat(kafka.broker.newest("replay-states")).containsOnlyKeys("task/good");
        assertThat(kafka.broker.committed(ReplayerFixture.ORDERS)).contains(3L);
    }

    @Test
    void anOrderMayOvertakeItsTaskButIsWithdrawnIfTheTaskDoesNotCome() throws InterruptedException {
        // Given
        Task task = kafka.tasks.remove("task");
        kafka.order("other");
        kafka.loop.runOnce();
        assertThat(kafka.givenOrder("other")).isPresent();

        // When the task comes
        kafka.tasks.put("task", task);
        kafka.runUntil("other", ReplayStatus.DONE);

        // Then
        assertThat(kafka.givenOrder("other")).isPresent();

        // When it is deleted
        kafka.tasks.clear();
        kafka.loop.runOnce();
        kafka.pass(Duration.ofMinutes(1));
        kafka.loop.runOnce();

        // Then nothing is left of the replay once the order's end was read
        assertThat(kafka.givenOrder("other")).isEmpty();
        kafka.loop.runOnce();
        assertThat(kafka.state("other")).isEmpty();
        assertThat(kafka.candidate("other")).isEmpty();
        assertThat(kafka.broker.records("replays")).hasSize(2);
    }

    @Test
    void anOrderOfAnEarlierTaskOfTheSameIdIsWithdrawn() throws InterruptedException {
        // Given
        kafka.tasks.computeIfPresent(
                "task", (id, task) -> Task.newBuilder(task).setFirstRevision(5).build());
        kafka.order("other");

        // When
        kafka.loop.runOnce();

        // Then
        assertThat(kafka.givenOrder("other")).isEmpty();
        assertThat(kafka.state("other")).isEmpty();
    }

    @Test
    void leavesNothingOfWhatIsWithdrawnMeanwhile() throws InterruptedException {
        // Given, beside it, rescored rounds: those are the rescorer's, which may have begun another order's by now
        kafka.runHalfway("other");
        String rescored = kafka.topics.rescoredRoundResults("task", "other").name();
        kafka.broker.admin().createTopics(List.of(new NewTopic(rescored, 1, (short) 1)));

        // When
        kafka.withdraw("other");
        kafka.loop.runOnce();
        kafka.loop.runOnce();

        // Then
        assertThat(kafka.state("other")).isEmpty();
        assertThat(kafka.candidate("other")).isEmpty();
        assertThat(kafka.broker.committed(ReplayerFixture.ORDERS)).contains(2L);
        assertThat(kafka.broker.hasTopic(rescored)).isTrue();
    }

    @Test
    void anOrderThatTakesThePlaceOfAnotherBeginsAnew() throws InterruptedException {
        // Given
        kafka.runHalfway("other");

        // When
        Replay second = kafka.order("other");
        ReplayState done = kafka.runUntil("other", ReplayStatus.DONE);

        // Then
        assertThat(done.getReplayId()).isEqualTo(second.getReplayId());
        assertThat(done.getRoundsLearned()).isEqualTo(ROUNDS);
    }

    @Test
    void aReplayThatCannotComeToItsEndFailsAndTheNextOneBegins() throws InterruptedException {
        // Given one that is to follow a history of which nothing is there
        kafka.order(kafka.newOrder("exact").setPolicy(null).setVerify(true).setEndVersion(3L));
        kafka.order("next");

        // When
        ReplayState failed = kafka.runUntil("exact", ReplayStatus.FAILED);

        // Then
        assertThat(failed.getMessage()).isNotEmpty();
        assertThat(kafka.told).endsWith("failed");
        kafka.runUntil("next", ReplayStatus.DONE);
    }

    @Test
    void aReplayWhoseCandidateNobodyCanReadFailsAndTheNextOneBegins() throws InterruptedException {
        // Given
        kafka.runHalfway("broken");
        kafka.loop.close();
        PolicySnapshot garbage = PolicySnapshot.newBuilder(
                        kafka.candidate("broken").orElseThrow())
                .setState(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .build();
        kafka.write("policy-snapshots", "task/broken", garbage);
        kafka.order("next");

        // When
        kafka.start();
        kafka.runUntil("broken", ReplayStatus.FAILED);

        // Then
        kafka.runUntil("next", ReplayStatus.DONE);
    }

    @Test
    void aCandidateThatIsTooLargeToBeKeptFails() throws InterruptedException {
        // Given
        kafka.loop.close();
        kafka.startWithLargestSnapshot(100);

        // When
        kafka.order("other");
        ReplayState failed = kafka.runUntil("other", ReplayStatus.FAILED);

        // Then
        assertThat(failed.getMessage()).startsWith("what it has come to cannot be kept");
        assertThat(kafka.candidate("other")).isEmpty();
    }

    @Test
    void waitsForARescoringWithoutHoldingUpOthers() throws InterruptedException {
        // Given
        Replay order = kafka.order(
                kafka.newOrder("rescored").setReward(TaskSamples.task("task").getReward()));
        kafka.order("other");

        // When
        kafka.runUntil("other", ReplayStatus.DONE);

        // Then
        assertThat(kafka.state("rescored").orElseThrow().getStatus()).isEqualTo(ReplayStatus.RESCORING);

        // When
        kafka.rescorings.put("task/rescored", failed(order));

        // Then
        assertThat(kafka.runUntil("rescored", ReplayStatus.FAILED).getMessage())
                .isEqualTo("the recorded outputs could not be rescored: no such reward");
    }

    private static Rescoring failed(Replay order) {
        return Rescoring.newBuilder()
                .setReplayId(order.getReplayId())
                .setTaskId("task")
                .setName(order.getName())
                .setStatus(RescoringStatus.FAILED)
                .setMessage("no such reward")
                .setTopic("none")
                .setStartedAt(Instant.EPOCH)
                .setUpdatedAt(Instant.EPOCH)
                .build();
    }
}
