package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.ExplorationState;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StoppedExploringTest {
    private final ProposerFixture fixture = new ProposerFixture();
    private final Task task = fixture.task;

    @Test
    void exploresOneRoundInSixteenWhileNothingBetterIsExpected() {
        // Given
        Proposer proposer = fixture.proposer();
        PolicySnapshot learned = fixture.learnedRound(new UUID(0, 99));

        // When
        long whileExploring = explored(proposer, "e", 4, learned);
        long whileStopped = explored(proposer, "s", 32 * RoundBook.TRICKLE, stopped(learned, true));
        long again = explored(proposer, "a", 4, stopped(learned, false));

        // Then rounds are of two queries each
        assertThat(whileExploring).isEqualTo(2);
        assertThat(whileStopped).isBetween(15L, 16L);
        assertThat(again).isEqualTo(2);
    }

    @Test
    void whatWasSaidOfAnotherRevisionOfTheTaskStopsNothing() {
        // Given
        Task changed = Task.newBuilder(task).setRevision(2).build();
        PolicySnapshot stopped = stopped(fixture.learnedRound(new UUID(0, 99)), true);

        // Then
        assertThat(Proposer.hasStopped(task, Optional.of(stopped))).isTrue();
        assertThat(Proposer.hasStopped(changed, Optional.of(stopped))).isFalse();
        assertThat(Proposer.hasStopped(task, Optional.empty())).isFalse();
    }

    /** Rounds that begin with so many queries, each of which is learned before the next one comes. */
    private long explored(Proposer proposer, String prefix, int queries, PolicySnapshot newest) {
        long rounds = 0;
        for (int query = 0; query < queries; query++) {
            Proposals proposals =
                    proposer.propose(task, TaskSamples.query("task", prefix + query), Optional.of(newest));
            rounds += proposals.explore().isEmpty() ? 0 : 1;
            fixture.nanos += Duration.ofSeconds(30).toNanos();
        }
        return rounds;
    }

    private static PolicySnapshot stopped(PolicySnapshot snapshot, boolean stopped) {
        return PolicySnapshot.newBuilder(snapshot)
                .setExploration(new ExplorationState(stopped, 9L, 0.1, true, -1.0, 1.0, 1.0, stopped ? 3L : null))
                .build();
    }
}
