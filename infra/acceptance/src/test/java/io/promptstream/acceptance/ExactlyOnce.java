package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.RoundResult;
import io.promptstream.event.TaskOutput;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/** What holds of the topics once everything that was sent is processed, whatever happened to the services meanwhile. */
final class ExactlyOnce {

    private final Topics topics;

    ExactlyOnce(Topics topics) {
        this.topics = topics;
    }

    /** Each of these queries has one proposal that serves it, and each proposal one output and one reward. */
    void assertServedAndRewarded(List<String> queryIds) {
        var catalogue = topics.kafka().topics();
        var proposals = topics.events(catalogue.promptProposals(), PromptProposal.class);
        assertThat(proposals.stream()
                        .filter(proposal -> proposal.getProvenance().getRole() == Role.SERVE)
                        .map(PromptProposal::getQueryId))
                .as("queries served")
                .containsExactlyInAnyOrderElementsOf(queryIds);
        var ids = proposals.stream().map(PromptProposal::getProposalId).toList();
        assertThat(ids).as("proposals").doesNotHaveDuplicates();
        assertThat(topics.events(catalogue.taskOutputs(), TaskOutput.class).stream()
                        .map(TaskOutput::getProposalId))
                .as("proposals with an output")
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(topics.events(catalogue.rewards(), Reward.class).stream().map(Reward::getProposalId))
                .as("proposals with a reward")
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    /**
     * Each round that was proposed has one result, each result was learned or left out once, and each learned one made the
     * policy's next version. Holds for a system with one task of which no snapshot was compacted away.
     */
    void assertRoundsLearned() {
        var catalogue = topics.kafka().topics();
        var results = topics.events(catalogue.roundResults(), RoundResult.class).stream()
                .map(RoundResult::getRoundId)
                .toList();
        assertThat(results).as("rounds with a result").containsExactlyInAnyOrderElementsOf(proposedRounds());
        var learned = topics.events(catalogue.policySnapshots(), PolicySnapshot.class).stream()
                .flatMap(snapshot -> snapshot.getLearned().stream())
                .toList();
        assertThat(learned.stream().map(LearnedRound::getRoundId))
                .as("rounds that were learned or left out")
                .containsExactlyInAnyOrderElementsOf(results);
        var versions =
                learned.stream().flatMap(round -> round.getVersion().stream()).toList();
        assertThat(versions)
                .as("versions in the order of the snapshots")
                .isNotEmpty()
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, versions.size()).boxed().toList());
    }

    private List<UUID> proposedRounds() {
        return topics.events(topics.kafka().topics().promptProposals(), PromptProposal.class).stream()
                .flatMap(proposal -> proposal.getProvenance().getRoundId().stream())
                .distinct()
                .toList();
    }
}
