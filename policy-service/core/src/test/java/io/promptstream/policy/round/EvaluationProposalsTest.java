package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.Evaluation;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Query;
import io.promptstream.event.RatedBy;
import io.promptstream.event.Role;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EvaluationProposalsTest {
    private final ProposerFixture fixture = new ProposerFixture();
    private final Task task = fixture.task;

    @Test
    void aQueryOfAnEvaluationIsTriedWithItsPromptsAndNothingElse() {
        // Given
        Proposer proposer = fixture.proposer();
        proposer.propose(task, TaskSamples.query("task", "q1"), Optional.empty());
        Evaluation evaluation = new Evaluation("e", List.of("first", "second"), -1);

        // When
        List<PromptProposal> proposals = proposer.evaluate(
                task,
                TaskSamples.query("task", "measured"),
                evaluation,
                Optional.of(fixture.learnedRound(new UUID(0, 9))));
        Proposals next = proposer.propose(task, TaskSamples.query("task", "q2"), Optional.empty());

        // Then
        assertThat(proposals)
                .extracting(PromptProposal::getProposalId)
                .containsExactly("task/measured-evaluate-0", "task/measured-evaluate-1");
        assertThat(proposals).extracting(PromptProposal::getInput).containsOnly("text of measured");
        Provenance provenance = proposals.get(1).getProvenance();
        assertThat(provenance.getRole()).isEqualTo(Role.EVALUATE);
        assertThat(provenance.getRoundId()).isEmpty();
        assertThat(provenance.getPrompt().getText()).isEqualTo("second");
        assertThat(provenance.getPromptIndex()).isEqualTo(1);
        assertThat(provenance.getPolicyVersion()).isEqualTo(1);
        assertThat(next.explore())
                .extracting(PromptProposal::getQueryId)
                .contains("q1", "q2")
                .doesNotContain("measured");
    }

    @Test
    void anEvaluationOfATaskThatCannotLearnIsAnsweredToo() {
        // Given
        Task fixed = ProposerFixture.rated(RatedBy.PEOPLE);

        // Then
        assertThat(fixture.proposer()
                        .evaluate(
                                fixed,
                                TaskSamples.query("task", "q"),
                                new Evaluation("e", List.of("p"), -1),
                                Optional.empty()))
                .hasSize(1);
    }

    @Test
    void refusesAnEvaluationWithoutPromptsOrWithTooManyBytes() {
        // Given
        Query query = TaskSamples.query("task", "q");
        Evaluation empty = new Evaluation("e", List.of(), -1);
        Evaluation large = new Evaluation("e", Collections.nCopies(3, "p".repeat(1 << 19)), -1);

        // Then
        assertThatThrownBy(() -> fixture.proposer().evaluate(task, query, empty, Optional.empty()))
                .hasMessageContaining("evaluation.prompts is empty");
        assertThatThrownBy(() -> fixture.proposer().evaluate(task, query, large, Optional.empty()))
                .hasMessageContaining("PROMPTSTREAM_ROUND_BYTES");
    }
}
