package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
        Optional<OverdueRound> early = proposer.overdue(task, Optional.empty());
        fixture.nanos += Duration.ofMillis(task.getPolicy().getRoundAgeMillis()).toNanos();
        Optional<OverdueRound> due = proposer.overdue(task, Optional.empty());

        // Then
        assertThat(early).isEmpty();
        assertThat(due).isPresent();
        assertThat(due.get().explore()).hasSize(4).allSatisfy(proposal -> {
            assertThat(proposal.getQueryId()).isEqualTo("q1");
            assertThat(proposal.getProvenance().getRoundQueries()).isEqualTo(1);
        });
        assertThat(due.get().roundsInFlight()).isEqualTo(1);
        assertThat(proposer.overdue(task, Optional.empty())).isEmpty();
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
}
