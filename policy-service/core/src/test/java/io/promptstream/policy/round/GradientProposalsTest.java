package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.Evaluation;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.PromptResult;
import io.promptstream.event.Query;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Proposals of policies that learn from the task model's gradient. */
class GradientProposalsTest {
    private static final int SIZE = 2 * 6;

    private final ProposerFixture fixture = new ProposerFixture();
    private final Task soft = task(PolicyKind.SOFT_PROMPT, 1);
    private final Task triggers = task(PolicyKind.AUTOPROMPT, 3);

    private Task task(PolicyKind kind, int prompts) {
        return Task.newBuilder(fixture.task)
                .setPolicy(PolicyDefinition.newBuilder(fixture.task.getPolicy())
                        .setKind(kind)
                        .setPromptsPerRound(prompts)
                        .build())
                .build();
    }

    @Test
    void theMatrixTravelsInProposalsAndServesToo() {
        // When
        Proposals proposals = round(soft, Optional.empty());

        // Then
        assertThat(proposals.explore())
                .hasSize(2)
                .allSatisfy(proposal -> assertThat(proposal.getEmbedding()).hasSize(SIZE));
        assertThat(proposals.serve().getEmbedding())
                .isEqualTo(proposals.explore().getFirst().getEmbedding());
        assertThat(proposals.serve().getGradientLabel()).isEmpty();
        assertThat(proposals.serve().getProvenance().getPrompt().getText()).isEqualTo("<soft prompt 2 x 6, step 0>");
    }

    @Test
    void theGradientOfTheReferencesLabelIsAskedFor() {
        // When a reference is spelled in another way
        Proposals proposals = round(soft, Optional.empty());

        // Then
        assertThat(proposals.explore())
                .extracting(PromptProposal::getGradientLabel)
                .containsExactlyInAnyOrder(Optional.of("yes"), Optional.of("no"));
    }

    @Test
    void onlyTheTriggersGradientIsAskedFor() {
        List<PromptProposal> explore = round(triggers, Optional.empty()).explore();

        assertThat(explore).hasSize(6).allSatisfy(proposal -> {
            assertThat(proposal.getEmbedding()).isEmpty();
            assertThat(proposal.getGradientLabel().isPresent())
                    .isEqualTo(proposal.getProvenance().getPromptIndex() == 0);
        });
    }

    @Test
    void theFirstMatrixIsMeasuredByItsNameAndThePresentOneByAnyOther() {
        // Given
        PolicySnapshot learned = learned();
        Proposer proposer = fixture.proposer();
        Query query = TaskSamples.query("task", "measured");
        Evaluation evaluation = new Evaluation(
                "e", List.of("<soft prompt 2 x 6, step 0>", "<soft prompt 2 x 6, step 9>", "it was"), -1);

        // When
        List<PromptProposal> proposals = proposer.evaluate(soft, query, evaluation, Optional.of(learned));

        // Then
        assertThat(proposals.get(0).getEmbedding())
                .isEqualTo(round(soft, Optional.empty()).serve().getEmbedding());
        assertThat(proposals.get(1).getEmbedding())
                .isEqualTo(learned.getEmbedding())
                .isNotEqualTo(proposals.get(0).getEmbedding());
        assertThat(proposals.get(2).getEmbedding()).isEmpty();
        assertThat(proposals)
                .extracting(proposal -> proposal.getProvenance().getPrompt().getText())
                .containsExactly("<soft prompt 2 x 6, step 0>", "<soft prompt 2 x 6, step 1>", "it was");
    }

    @Test
    void theMatrixCountsAmongTheBytesOfARound() {
        // Given
        Query query = query("q", "yes");
        long bytes = WaitingQuery.proposalBytes(query, List.of()) + (long) Float.BYTES * SIZE;

        // When
        Proposals fits = fixture.proposer(bytes).propose(soft, query, Optional.empty());
        Proposals large = fixture.proposer(bytes - 1).propose(soft, query, Optional.empty());

        // Then
        assertThat(fits.unexplored()).isEmpty();
        assertThat(large.unexplored()).contains(Unexplored.TOO_LARGE);
        assertThat(large.serve().getEmbedding()).hasSize(SIZE);
    }

    @Test
    void theMatrixCountsAmongTheBytesOfAnEvaluation() {
        // Given
        Query query = TaskSamples.query("task", "measured");
        String first = "<soft prompt 2 x 6, step 0>";
        Evaluation evaluation = new Evaluation("e", List.of(first), -1);
        long bytes = WaitingQuery.proposalBytes(query, List.of()) + first.length() + (long) Float.BYTES * SIZE;

        // Then
        assertThat(fixture.proposer(bytes).evaluate(soft, query, evaluation, Optional.empty()))
                .hasSize(1);
        assertThatThrownBy(() -> fixture.proposer(bytes - 1).evaluate(soft, query, evaluation, Optional.empty()))
                .hasMessageContaining("PROMPTSTREAM_ROUND_BYTES");
    }

    /** Those of the first query that a round begins with. */
    private Proposals round(Task task, Optional<PolicySnapshot> newest) {
        Proposer proposer = fixture.proposer();
        Proposals proposals = proposer.propose(task, query("q", "yes"), newest);
        for (int i = 0; i < 8 && proposals.explore().isEmpty(); i++) {
            proposals = proposer.propose(task, query("q" + i, i % 2 == 0 ? " no " : "yes"), newest);
        }
        return proposals;
    }

    private static Query query(String id, String reference) {
        return Query.newBuilder(TaskSamples.query("task", id))
                .setReference(reference)
                .build();
    }

    private PolicySnapshot learned() {
        Learners learners = fixture.learners();
        learners.open(soft, Optional.empty(), Optional.empty());
        PolicySnapshot first = learners.takeUpdates().getFirst().snapshot();
        RoundResult round = RoundSamples.result(new UUID(0, 9), "task", 0);
        learners.learn(
                soft,
                RoundResult.newBuilder(round)
                        .setPrompts(List.of(
                                PromptResult.newBuilder(round.getPrompts().getFirst())
                                        .setPrompt(first.getGreedyPrompt())
                                        .setPromptGradient(Collections.nCopies(SIZE, 1f))
                                        .build()))
                        .build());
        return learners.takeUpdates().getFirst().snapshot();
    }
}
