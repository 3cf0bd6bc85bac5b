package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Query;
import io.promptstream.event.Role;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProposerTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(5), ZoneOffset.UTC);
    private final Policies policies = new Policies(new RecurrentLanguageModel(9, 6, 1));
    private final Task task = TaskSamples.task("task");
    private final AtomicLong rounds = new AtomicLong();

    @Test
    void servesEveryQueryAndExploresWhenARoundIsFull() {
        // Given
        Proposer proposer = proposer();

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
        Proposer proposer = proposer();
        proposer.propose(task, TaskSamples.query("task", "q1"), Optional.empty());

        Query second = Query.newBuilder(TaskSamples.query("task", "q2"))
                .setAskedAt(CLOCK.instant().minusSeconds(9))
                .build();

        // When
        Proposals proposals = proposer.propose(task, second, Optional.empty());
        List<PromptProposal> explore = proposals.explore();

        // Then
        Provenance provenance = explore.get(5).getProvenance();
        assertThat(explore.get(5).getInput()).isEqualTo("text of q2");
        assertThat(provenance.getRoundId()).contains(new UUID(0, 1));
        assertThat(provenance.getPromptIndex()).isEqualTo(2);
        assertThat(provenance.getQueryIndex()).isEqualTo(1);
        assertThat(provenance.getRoundPrompts()).isEqualTo(4);
        assertThat(provenance.getRoundQueries()).isEqualTo(2);
        assertThat(provenance.getRole()).isEqualTo(Role.EXPLORE);
        assertThat(provenance.getPolicyVersion()).isZero();
        assertThat(provenance.getTaskRevision()).isEqualTo(1);
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
        Proposer proposer = proposer();
        for (int query = 0; query < 4; query++) {
            proposer.propose(task, TaskSamples.query("task", "q" + query), Optional.empty());
        }

        // When
        Proposals beyond = proposer.propose(task, TaskSamples.query("task", "q5"), Optional.empty());
        PolicySnapshot learned = learnedRound(new UUID(0, 1));
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
        Proposer proposer = proposer();
        for (int query = 0; query < 4; query++) {
            proposer.propose(task, TaskSamples.query("task", "q" + query), Optional.empty());
        }
        PolicySnapshot learned = learnedRound(new UUID(0, 1));

        // Then
        assertThat(proposer.settle(id -> Optional.empty())).containsExactly(entry("task", 2));
        assertThat(proposer.settle(id -> Optional.of(learned))).containsExactly(entry("task", 1));
    }

    private Proposer proposer() {
        return new Proposer(new CurrentPolicies(policies), CLOCK, () -> new UUID(0, rounds.incrementAndGet()));
    }

    private PolicySnapshot learnedRound(UUID roundId) {
        Learners learners = new Learners(policies, CLOCK, "test");
        learners.open(task, Optional.empty(), Optional.empty());
        learners.learn(task, RoundSamples.result(roundId, "task", 0));
        return learners.takeNews().getFirst().snapshot();
    }
}
