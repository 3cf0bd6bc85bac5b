package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.TaskOutput;
import java.util.List;

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
}
