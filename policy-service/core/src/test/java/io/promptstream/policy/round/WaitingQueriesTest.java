package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingQueriesTest {
    private final ProposerFixture fixture = new ProposerFixture();
    private final Task task = fixture.task;

    @Test
    void aRoundThatItsQueriesDoNotFillBeginsWhenTheyHaveWaitedLongEnough() {
        // Given
        Proposer proposer = fixture.proposer();
        proposer.propose(task, TaskSamples.query("task", "q1"), Optional.empty());

        // When
        Optional<BegunRound> early = proposer.begin(task, Optional.empty());
        fixture.nanos += Duration.ofMillis(task.getPolicy().getRoundAgeMillis()).toNanos();
        Optional<BegunRound> due = proposer.begin(task, Optional.empty());

        // Then
        assertThat(early).isEmpty();
        assertThat(due).isPresent();
        assertThat(due.get().explore()).hasSize(4).allSatisfy(proposal -> {
            assertThat(proposal.getQueryId()).isEqualTo("q1");
            assertThat(proposal.getProvenance().getRoundQueries()).isEqualTo(1);
        });
        assertThat(due.get().roundsInFlight()).isEqualTo(1);
        assertThat(proposer.begin(task, Optional.empty())).isEmpty();
    }

    @Test
    void aQueryThatIsTooLargeForARoundIsServedAllTheSame() {
        // Given
        Proposer proposer = fixture.proposer();
        Query large = Query.newBuilder(TaskSamples.query("task", "large"))
                .setText("x".repeat((int) (ProposerFixture.ROUND_BYTES / 4)))
                .build();

        // When
        Proposals proposals = proposer.propose(task, large, Optional.empty());
        proposer.propose(task, TaskSamples.query("task", "q1"), Optional.empty());
        Proposals full = proposer.propose(task, TaskSamples.query("task", "q2"), Optional.empty());

        // Then
        assertThat(proposals.unexplored()).contains(Unexplored.TOO_LARGE);
        assertThat(proposals.serve().getInput()).isEqualTo(large.getText());
        assertThat(full.explore()).extracting(PromptProposal::getQueryId).containsOnly("q1", "q2");
    }

    @Test
    void theQueriesThatWaitHaveBoundedMemoryOverAllTasks() {
        // Given
        Proposer proposer = fixture.proposer();
        String text = "x".repeat((int) (ProposerFixture.ROUND_BYTES / 5));

        // When
        List<Optional<Unexplored>> unexplored = IntStream.range(0, 6)
                .mapToObj(i -> TaskSamples.task("task-" + i))
                .map(each -> proposer.propose(
                                each,
                                Query.newBuilder(TaskSamples.query(each.getTaskId(), "q"))
                                        .setText(text)
                                        .build(),
                                Optional.empty())
                        .unexplored())
                .toList();

        // Then
        assertThat(unexplored.subList(0, 4)).containsOnly(Optional.empty());
        assertThat(unexplored.getLast()).contains(Unexplored.NO_ROOM);
        proposer.keep(taskId -> taskId.equals("task-0"));
        assertThat(proposer.propose(task, TaskSamples.query("task", "q"), Optional.empty())
                        .unexplored())
                .isEmpty();
    }

    @Test
    void aTaskWithManyQueriesMakesRoomForOnesOfAnother() {
        // Given as many rounds in flight as may be
        Proposer proposer = fixture.proposer();
        for (int i = 0; i < 4; i++) {
            proposer.propose(task, TaskSamples.query("task", "q" + i), Optional.empty());
        }

        // When
        List<Optional<Unexplored>> ofOne = IntStream.range(0, 9)
                .mapToObj(i -> proposer.propose(task, large("task", "large" + i), Optional.empty())
                        .unexplored())
                .toList();
        Task other = TaskSamples.task("other");
        Proposals first = proposer.propose(other, large("other", "q1"), Optional.empty());
        Proposals second = proposer.propose(other, TaskSamples.query("other", "q2"), Optional.empty());

        // Then
        assertThat(ofOne).containsOnly(Optional.empty());
        assertThat(first.unexplored()).isEmpty();
        assertThat(second.explore()).extracting(PromptProposal::getQueryId).containsOnly("q1", "q2");
    }

    @Test
    void aRoundBeginsBetweenQueriesWhenAnotherLeavesRoom() {
        // Given
        Proposer proposer = fixture.proposer();
        for (int i = 0; i < 8; i++) {
            proposer.propose(task, TaskSamples.query("task", "q" + i), Optional.empty());
        }

        // When
        Optional<BegunRound> none = proposer.begin(task, Optional.empty());
        Optional<BegunRound> next = proposer.begin(task, Optional.of(fixture.learnedRound(new UUID(0, 1))));

        // Then
        assertThat(none).isEmpty();
        assertThat(next).isPresent();
        assertThat(next.get().roundsInFlight()).isEqualTo(2);
        assertThat(next.get().explore())
                .hasSize(8)
                .allSatisfy(proposal ->
                        assertThat(proposal.getProvenance().getPolicyVersion()).isEqualTo(1))
                .extracting(PromptProposal::getQueryId)
                .doesNotContain("q0", "q1", "q2", "q3");
    }

    @Test
    void aRoundWaitsForEachLabelOfTheTaskHoweverReferencesAreWritten() {
        // Given
        Proposer proposer = fixture.proposer();

        // When
        Proposals one = proposer.propose(task, referenced("q1", "yes"), Optional.empty());
        Proposals two = proposer.propose(task, referenced("q2", "yes "), Optional.empty());
        Proposals three = proposer.propose(task, referenced("q3", " no"), Optional.empty());

        // Then
        assertThat(List.of(one, two))
                .allSatisfy(proposals -> assertThat(proposals.explore()).isEmpty());
        assertThat(three.explore())
                .hasSize(8)
                .extracting(PromptProposal::getQueryId)
                .contains("q3");
    }

    private static Query referenced(String queryId, String reference) {
        return Query.newBuilder(TaskSamples.query("task", queryId))
                .setReference(reference)
                .build();
    }

    private static Query large(String taskId, String queryId) {
        return Query.newBuilder(TaskSamples.query(taskId, queryId))
                .setText("x".repeat((int) (ProposerFixture.ROUND_BYTES / 5)))
                .build();
    }
}
