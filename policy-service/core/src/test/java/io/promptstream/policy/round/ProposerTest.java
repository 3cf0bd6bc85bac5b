package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Query;
import io.promptstream.event.RatedBy;
import io.promptstream.event.Role;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.task.LearningObstacle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProposerTest {
    private final ProposerFixture fixture = new ProposerFixture();
    private final Task task = fixture.task;

    @Test
    void servesEveryQueryAndExploresWhenARoundIsFull() {
        // Given
        Proposer proposer = fixture.proposer();

        // When
        Proposals first = proposer.propose(task, TaskSamples.query("task", "q1"), Optional.empty());
        Proposals second = proposer.propose(task, TaskSamples.query("task", "q2"), Optional.empty());

        // Then
        assertThat(first.explore()).isEmpty();
        assertThat(first.serve().getProposalId()).isEqualTo("task/q1-serve");
        assertThat(first.serve().getProvenance().getRole()).isEqualTo(Role.SERVE);
        assertThat(first.serve().getProvenance().getRoundId()).isEmpty();
        assertThat(second.serve().getProposalId()).isEqualTo("task/q2-serve");
        assertThat(second.explore()).hasSize(8);
        assertThat(second.explore().stream().map(PromptProposal::getProposalId))
                .doesNotHaveDuplicates()
                .contains(new UUID(0, 1) + "-3-1");
        assertThat(second.roundsInFlight()).isEqualTo(1);
    }

    @Test
    void aProposalSaysHowItCameAbout() {
        // Given
        Proposer proposer = fixture.proposer();
        Task putAgain = Task.newBuilder(task).setRevision(7).setFirstRevision(5).build();
        proposer.propose(putAgain, TaskSamples.query("task", "q1"), Optional.empty());

        Query second = Query.newBuilder(TaskSamples.query("task", "q2"))
                .setAskedAt(ProposerFixture.CLOCK.instant().minusSeconds(9))
                .build();

        // When
        Proposals proposals = proposer.propose(putAgain, second, Optional.empty());
        List<PromptProposal> explore = proposals.explore();

        // Then
        Provenance provenance = explore.get(5).getProvenance();
        assertThat(explore.get(5).getInput()).isEqualTo("text of q2");
        assertThat(provenance.getRoundId()).contains(new UUID(0, 1));
        assertThat(provenance.getPromptIndex()).isEqualTo(2);
        assertThat(provenance.getQueryIndex()).isEqualTo(1);
        assertThat(provenance.getRoundPrompts()).isEqualTo(4);
        assertThat(provenance.getRoundQueries()).isEqualTo(2);
        assertThat(provenance.getDistinctQueries()).isEqualTo(3);
        assertThat(provenance.getRole()).isEqualTo(Role.EXPLORE);
        assertThat(provenance.getPolicyVersion()).isZero();
        assertThat(provenance.getTaskRevision()).isEqualTo(7);
        assertThat(provenance.getTaskFirstRevision()).isEqualTo(5);
        assertThat(provenance.getPrompt().getTokens()).hasSize(2);
        assertThat(provenance.getLogProbability()).isNegative();
        assertThat(provenance.getTruncation().getTopK()).isEqualTo(256);
        assertThat(provenance.getTruncation().getCandidates()).isEqualTo(8);
        assertThat(provenance.getAskedAt()).contains(second.getAskedAt());
        assertThat(proposals.serve().getProvenance().getAskedAt()).contains(second.getAskedAt());
    }

    @Test
    void proposesNoMoreRoundsThanMayBeInFlightUntilOneIsLearned() {
        // Given
        Proposer proposer = fixture.proposer();
        for (int query = 0; query < 4; query++) {
            proposer.propose(task, TaskSamples.query("task", "q" + query), Optional.empty());
        }

        // When
        Proposals beyond = proposer.propose(task, TaskSamples.query("task", "q5"), Optional.empty());
        PolicySnapshot learned = fixture.learnedRound(new UUID(0, 1));
        proposer.propose(task, TaskSamples.query("task", "q6"), Optional.of(learned));
        Proposals next = proposer.propose(task, TaskSamples.query("task", "q7"), Optional.of(learned));

        // Then
        assertThat(beyond.explore()).isEmpty();
        assertThat(beyond.roundsInFlight()).isEqualTo(2);
        assertThat(next.explore()).hasSize(8);
        assertThat(next.explore().getFirst().getProvenance().getPolicyVersion()).isEqualTo(1);
    }

    @Test
    void settlesRoundsBetweenQueries() {
        // Given
        Proposer proposer = fixture.proposer();
        for (int query = 0; query < 4; query++) {
            proposer.propose(task, TaskSamples.query("task", "q" + query), Optional.empty());
        }
        PolicySnapshot learned = fixture.learnedRound(new UUID(0, 1));

        // Then
        assertThat(proposer.settle(id -> Optional.empty())).containsExactly(entry("task", 2));
        assertThat(proposer.settle(id -> Optional.of(learned))).containsExactly(entry("task", 1));
    }

    @Test
    void aQueryThatComesAgainIsServedAgainButNoEvidenceTwice() {
        // Given
        Proposer proposer = fixture.proposer();
        Query asked = TaskSamples.query("task", "q1");
        Query again = Query.newBuilder(asked)
                .setAskedAt(ProposerFixture.CLOCK.instant().plusSeconds(1))
                .setReference("yes")
                .build();
        Query other = Query.newBuilder(TaskSamples.query("task", "q2"))
                .setReference("no")
                .build();

        // When
        Proposals first = proposer.propose(task, asked, Optional.empty());
        Proposals second = proposer.propose(task, again, Optional.empty());
        Proposals full = proposer.propose(task, other, Optional.empty());
        Proposals third = proposer.propose(task, again, Optional.empty());
        Proposals next = proposer.propose(task, TaskSamples.query("task", "q3"), Optional.empty());

        // Then
        assertThat(List.of(first, second, third))
                .extracting(proposals -> proposals.serve().getProposalId())
                .containsOnly("task/q1-serve");
        assertThat(List.of(first, second, third, next))
                .allSatisfy(proposals -> assertThat(proposals.explore()).isEmpty());
        assertThat(full.explore())
                .extracting(PromptProposal::getQueryId)
                .containsOnly("q1", "q2")
                .hasSize(8);
    }

    @Test
    void theSameQueryIdInTwoTasksIsTwoQueries() {
        // Given
        Proposer proposer = fixture.proposer();
        Task other = TaskSamples.task("other");

        // When
        proposer.propose(task, TaskSamples.query("task", "q1"), Optional.empty());
        proposer.propose(other, TaskSamples.query("other", "q1"), Optional.empty());
        Proposals full = proposer.propose(task, TaskSamples.query("task", "q2"), Optional.empty());
        Proposals fullToo = proposer.propose(other, TaskSamples.query("other", "q2"), Optional.empty());

        // Then
        assertThat(full.explore())
                .hasSize(8)
                .extracting(PromptProposal::getTaskId)
                .containsOnly("task");
        assertThat(fullToo.explore())
                .hasSize(8)
                .extracting(PromptProposal::getTaskId)
                .containsOnly("other");
    }

    @Test
    void aTaskThatWasPutAnewHasNothingOfTheOneBefore() {
        // Given
        Proposer proposer = fixture.proposer();
        for (int query = 0; query < 5; query++) {
            proposer.propose(task, TaskSamples.query("task", "q" + query), Optional.empty());
        }
        Task anew = Task.newBuilder(task).setCreatedAt(Instant.ofEpochMilli(77)).build();

        // When
        Proposals first = proposer.propose(anew, TaskSamples.query("task", "r1"), Optional.empty());
        Proposals second = proposer.propose(anew, TaskSamples.query("task", "r2"), Optional.empty());

        // Then
        assertThat(first.roundsInFlight()).isZero();
        assertThat(second.explore())
                .hasSize(8)
                .extracting(PromptProposal::getQueryId)
                .containsOnly("r1", "r2");
    }

    @Test
    void nothingIsExploredThatPeopleWouldHaveToRateUnseen() {
        // Given
        Proposer proposer = fixture.proposer();
        Task rated = ProposerFixture.rated(RatedBy.PEOPLE);
        Task judged = ProposerFixture.rated(RatedBy.JUDGE);

        // When
        List<Proposals> byPeople = IntStream.range(0, 200)
                .mapToObj(i -> proposer.propose(rated, TaskSamples.query("rated", "q" + i), Optional.empty()))
                .toList();
        proposer.keep(taskId -> false);
        proposer.propose(judged, TaskSamples.query("rated", "r1"), Optional.empty());
        Proposals byJudge = proposer.propose(judged, TaskSamples.query("rated", "r2"), Optional.empty());

        // Then
        assertThat(byPeople).hasSize(200).allSatisfy(proposals -> {
            assertThat(proposals.explore()).isEmpty();
            assertThat(proposals.unexplored()).isEmpty();
        });
        assertThat(LearningObstacle.of(rated))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("cannot learn").contains("reward.ratedBy: judge"));
        assertThat(byJudge.explore()).hasSize(8);
        assertThat(LearningObstacle.of(judged)).isEmpty();
    }
}
