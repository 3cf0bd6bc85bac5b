package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which prompts are proposed, given a task and a snapshot. */
class ProposedPromptsTest {
    private final ProposerFixture fixture = new ProposerFixture();
    private final Task task = fixture.task;

    @Test
    void aRoundTriesTheChampionAndItsContendersBesidesWhatIsDrawn() {
        // Given a champion and what nearly replaced it
        Proposer proposer = fixture.proposer();
        Task contested = TaskSamples.contested("task", 3);
        PolicySnapshot snapshot = PolicySnapshot.newBuilder(fixture.learnedRound(new UUID(0, 9)))
                .setChampion(CandidateSamples.standing("champion", 0))
                .setChampionSince(1L)
                .setContenders(List.of(
                        CandidateSamples.standing("nearer", -0.5),
                        CandidateSamples.standing("near", -1),
                        CandidateSamples.standing("far", -9)))
                .build();
        proposer.propose(contested, TaskSamples.query("task", "q1"), Optional.of(snapshot));

        // When
        Proposals proposals = proposer.propose(contested, TaskSamples.query("task", "q2"), Optional.of(snapshot));

        // Then
        Provenance serve = proposals.serve().getProvenance();
        assertThat(serve.getPrompt().getText()).isEqualTo("champion");
        assertThat(serve.getOrigin()).isEqualTo(PromptOrigin.CHAMPION);
        List<Provenance> onFirstQuery = proposals.explore().stream()
                .map(PromptProposal::getProvenance)
                .filter(provenance -> provenance.getQueryIndex() == 0)
                .toList();
        assertThat(onFirstQuery)
                .extracting(Provenance::getOrigin)
                .containsExactly(
                        PromptOrigin.CHAMPION, PromptOrigin.CONTENDER, PromptOrigin.CONTENDER, PromptOrigin.SAMPLED);
        assertThat(onFirstQuery.subList(0, 3))
                .extracting(provenance -> provenance.getPrompt().getText())
                .containsExactly("champion", "nearer", "near");
        assertThat(onFirstQuery.get(1).getLogProbability()).isZero();
        assertThat(onFirstQuery.get(1).getTruncation().getTopK()).isEqualTo(1);
        assertThat(onFirstQuery.get(3).getLogProbability()).isNegative();
        assertThat(onFirstQuery).extracting(Provenance::getPromptIndex).containsExactly(0, 1, 2, 3);
    }

    @Test
    void aTaskWithoutContendersIsServedByTheGreedyPrompt() {
        // Given
        PolicySnapshot snapshot = fixture.learnedRound(new UUID(0, 9));

        // When
        Proposals proposals = fixture.proposer().propose(task, TaskSamples.query("task", "q1"), Optional.of(snapshot));

        // Then
        assertThat(proposals.serve().getProvenance().getPrompt()).isEqualTo(snapshot.getGreedyPrompt());
        assertThat(proposals.serve().getProvenance().getOrigin()).isEqualTo(PromptOrigin.GREEDY);
    }

    @Test
    void aSnapshotOfADeletedTaskDoesNotServeItsSuccessor() {
        // Given
        PolicySnapshot old = PolicySnapshot.newBuilder(fixture.learnedRound(new UUID(0, 9)))
                .setGreedyPrompt(new Prompt("learned for another task", List.of(1, 2)))
                .build();
        Task putAnew =
                Task.newBuilder(task).setCreatedAt(Instant.EPOCH.plusSeconds(1)).build();

        // When
        Proposals proposals = fixture.proposer().propose(putAnew, TaskSamples.query("task", "q1"), Optional.of(old));
        Learners learners = fixture.learners();
        learners.open(putAnew, Optional.of(old), Optional.empty());

        // Then
        PolicySnapshot anew = learners.takeUpdates().getFirst().snapshot();
        assertThat(anew.getRoundsLearned()).isZero();
        assertThat(proposals.serve().getProvenance().getPrompt()).isEqualTo(anew.getGreedyPrompt());
        assertThat(proposals.serve().getProvenance().getPolicyVersion()).isEqualTo(anew.getVersion());
    }

    @Test
    void beginsAnewUnderTheLearnersVersionWhenThePolicyWasChanged() {
        // Given
        Proposer proposer = fixture.proposer();
        PolicySnapshot before = fixture.learnedRound(new UUID(0, 9));
        Task changed = TaskSamples.revised(task, 2, TaskSamples.policy(3));

        // When
        Proposals proposals = proposer.propose(changed, TaskSamples.query("task", "q1"), Optional.of(before));

        // Then
        Learners learners = fixture.learners();
        learners.open(changed, Optional.of(before), Optional.empty());
        PolicySnapshot anew = learners.takeUpdates().getFirst().snapshot();
        assertThat(proposals.serve().getProvenance().getPolicyVersion()).isEqualTo(2);
        assertThat(anew.getVersion()).isEqualTo(2);
        assertThat(proposals.serve().getProvenance().getPrompt()).isEqualTo(anew.getGreedyPrompt());
    }

    @Test
    void servesATaskThatWasPutAnewUnderTheSameRevisionByItsOwnPolicy() {
        // Given
        Proposer proposer = fixture.proposer();
        proposer.propose(task, TaskSamples.query("task", "q1"), Optional.empty());
        Task putAnew = Task.newBuilder(task).setPolicy(TaskSamples.policy(3)).build();

        // When
        Proposals proposals = proposer.propose(putAnew, TaskSamples.query("task", "q2"), Optional.empty());

        // Then
        assertThat(proposals.serve().getProvenance().getPrompt().getTokens()).hasSize(3);
    }

    @Test
    void servesBySnapshotEvenIfAnotherOfTheSameVersionWasThere() {
        // Given
        Proposer proposer = fixture.proposer();
        PolicySnapshot one = fixture.learnedRound(new UUID(0, 1));
        PolicySnapshot other = PolicySnapshot.newBuilder(one)
                .setDigest("other")
                .setGreedyPrompt(new Prompt("another prompt", List.of(1, 2)))
                .build();
        proposer.propose(task, TaskSamples.query("task", "q1"), Optional.of(one));

        // When
        Proposals proposals = proposer.propose(task, TaskSamples.query("task", "q2"), Optional.of(other));

        // Then
        assertThat(proposals.serve().getProvenance().getPrompt()).isEqualTo(other.getGreedyPrompt());
    }

    @Test
    void whileACandidateTakesItsPlaceThePolicyBeforeServesAndNoRoundBegins() {
        // Given an order that comes with settings which the snapshot does not fit
        Proposer proposer = fixture.proposer();
        PolicySnapshot before = fixture.learnedRound(new UUID(0, 9));
        Task promoted = CandidateSamples.promoted(TaskSamples.revised(task, 2, TaskSamples.policy(3)), "better");

        for (String queryId : List.of("q1", "q2", "q3")) {
            // When
            Proposals proposals = proposer.propose(promoted, TaskSamples.query("task", queryId), Optional.of(before));

            // Then
            assertThat(proposals.serve().getProvenance().getPrompt()).isEqualTo(before.getGreedyPrompt());
            assertThat(proposals.serve().getProvenance().getPolicyVersion()).isEqualTo(before.getVersion());
            assertThat(proposals.explore()).isEmpty();
        }

        // When the learner has followed it
        Learners learners = fixture.learners();
        PolicySnapshot candidate = CandidateSamples.candidate(
                fixture.policies, Task.newBuilder(promoted).setRevision(1).build(), "better", 0);
        learners.open(promoted, Optional.of(before), Optional.of(candidate));
        PolicySnapshot after = learners.takeUpdates().getFirst().snapshot();
        proposer.propose(promoted, TaskSamples.query("task", "q4"), Optional.of(after));
        Proposals proposals = proposer.propose(promoted, TaskSamples.query("task", "q5"), Optional.of(after));

        // Then
        assertThat(proposals.serve().getProvenance().getPrompt()).isEqualTo(candidate.getGreedyPrompt());
        assertThat(proposals.explore())
                .isNotEmpty()
                .allSatisfy(proposal ->
                        assertThat(proposal.getProvenance().getPolicyVersion()).isEqualTo(after.getFirstVersion()));
    }

    @Test
    void anOrderThatCannotBeFollowedStopsNoRound() {
        // Given what the learner publishes then, before any round: the snapshot differs in nothing but the revision
        Proposer proposer = fixture.proposer();
        Learners learners = fixture.learners();
        learners.open(task, Optional.empty(), Optional.empty());
        PolicySnapshot before = learners.takeUpdates().getFirst().snapshot();
        Task promoted =
                CandidateSamples.promoted(Task.newBuilder(task).setRevision(2).build(), "missing");
        proposer.propose(promoted, TaskSamples.query("task", "q1"), Optional.of(before));

        // When
        learners.reopen(promoted, Optional.empty());
        PolicySnapshot after = learners.takeUpdates().getFirst().snapshot();
        proposer.propose(promoted, TaskSamples.query("task", "q2"), Optional.of(after));
        Proposals proposals = proposer.propose(promoted, TaskSamples.query("task", "q3"), Optional.of(after));

        // Then
        assertThat(after.getDigest()).isEqualTo(before.getDigest());
        assertThat(proposals.explore()).isNotEmpty();
    }

    @Test
    void aSnapshotThatIsAheadOfTheTaskServes() {
        // Given what the learner made of a revision that this proposer has not read yet
        Task changed = TaskSamples.revised(task, 2, TaskSamples.policy(3));
        Learners learners = fixture.learners();
        learners.open(changed, Optional.empty(), Optional.empty());
        PolicySnapshot ahead = learners.takeUpdates().getFirst().snapshot();

        // When
        Proposals proposals = fixture.proposer().propose(task, TaskSamples.query("task", "q1"), Optional.of(ahead));

        // Then
        assertThat(proposals.serve().getProvenance().getPrompt()).isEqualTo(ahead.getGreedyPrompt());
        assertThat(proposals.serve().getProvenance().getPolicyVersion()).isEqualTo(ahead.getVersion());
    }
}
