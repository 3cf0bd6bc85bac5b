package io.promptstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProposalIdsTest {

    @Test
    void theSameQueryIdInTwoTasksIsServedByTwoProposals() {
        assertThat(ProposalIds.serve("opinions", "1")).isEqualTo("opinions/1-serve");
        assertThat(ProposalIds.serve("requests", "1")).isEqualTo("requests/1-serve");
    }

    @Test
    void anIdWithoutItsTaskMeansTheSameProposal() {
        assertThat(ProposalIds.withinTask("opinions", "opinions/1-serve")).isEqualTo("1-serve");
        assertThat(ProposalIds.withinTask("opinions", "1-serve")).isEqualTo("1-serve");
    }

    @Test
    void onlyTheTaskItselfAndItsSlashAreTakenAway() {
        assertThat(ProposalIds.withinTask("a", "ab/1-serve")).isEqualTo("ab/1-serve");
        assertThat(ProposalIds.withinTask("opinions", "opinions")).isEqualTo("opinions");
        assertThat(ProposalIds.withinTask("a", "a/b/1-serve")).isEqualTo("b/1-serve");
        assertThat(ProposalIds.withinTask("a", "1f0e8a44-6f2c-4c1b-9b6e-0d5b7e6a9c11-3-1"))
                .isEqualTo("1f0e8a44-6f2c-4c1b-9b6e-0d5b7e6a9c11-3-1");
    }

    @Test
    void theLongestQueryIdIsServedByAProposalWhoseIdIsNotTooLong() {
        // Given
        String longestTask = "t".repeat(64);
        String longestQuery = "q".repeat(ProposalIds.LONGEST_QUERY_ID);

        // Then
        assertThat(ProposalIds.serve(longestTask, longestQuery))
                .hasSizeLessThanOrEqualTo(ProposalIds.LONGEST_PROPOSAL_ID);
        assertThat(ProposalIds.evaluate(longestTask, longestQuery, Integer.MAX_VALUE))
                .hasSizeLessThanOrEqualTo(ProposalIds.LONGEST_PROPOSAL_ID);
    }
}
