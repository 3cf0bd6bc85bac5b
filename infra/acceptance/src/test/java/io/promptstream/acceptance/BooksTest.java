package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.FailureCode;
import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.PromptResult;
import io.promptstream.event.Provenance;
import io.promptstream.event.QueryReward;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.schemas.ProposalIds;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BooksTest {

    private static final UUID ROUND = new UUID(0, 1);
    private static final Prompt PROMPT = new Prompt("prompt", List.of(1));
    private static final String EXPLORES = ROUND + "-0-0";

    private final Books books = new Books();

    @Test
    void findsNothingWhereEverythingIsThereOnce() {
        // Given
        enterAll();

        // Then
        assertFindings(0, 0, 0);
        assertThat(books.rewarded()).isEqualTo(2);
    }

    @Test
    void copiesOfRecordsAreNoDuplicates() {
        // Given
        enterAll();

        // When records are copied, and the copied query and proposal are dealt with as if they were new
        books.query("a", true);
        books.proposal(proposal(serves("a"), null), false);
        books.output(serves("a"), false);
        books.proposal(proposal(EXPLORES, ROUND), true);
        books.output(EXPLORES, false);
        books.output(serves("a"), true);
        books.reward(reward(EXPLORES, 5), true);
        books.result(result(5), true);
        books.step(learned(null));

        // Then
        assertFindings(0, 0, 0);
        assertThat(books.copies()).isEqualTo(5);
    }

    @Test
    void findsARewardThatWasGivenTwice() {
        // Given
        enterAll();

        // When
        books.reward(reward(EXPLORES, 5), false);

        // Then
        assertFindings(1, 0, 0);
        assertThat(books.findings(List.of("a")).examples())
                .containsExactly("reward of proposal " + EXPLORES + ": 2 instead of 1");
    }

    @Test
    void findsARoundThatWasClosedTwiceOrLearnedTwice() {
        // Given
        enterAll();

        // When
        books.result(result(5), false);
        books.step(learned(2L));

        // Then
        assertFindings(2, 0, 0);
    }

    @Test
    void findsWhatIsMissing() {
        // Given a query that nobody served, an answer without reward, and a round with half of its proposals
        enterAll();
        books.query("b", false);
        books.proposal(proposal(serves("c"), null), false);
        books.output(serves("c"), false);
        books.proposal(proposal(new UUID(0, 2) + "-0-0", new UUID(0, 2), 2), false);

        // Then the round has neither all proposals nor an output, a reward, a result or a lesson
        assertThat(books.findings(List.of("a", "b")).losses()).isEqualTo(1 + 1 + 5);
    }

    @Test
    void findsARewardThatIsNotTheRounds() {
        // Given
        books.query("a", false);
        enterProposals();
        books.result(result(6), false);
        books.step(learned(1L));

        // Then
        assertFindings(0, 0, 1);
    }

    @Test
    void findsARewardOfAnOutputThatFailed() {
        // Given
        enterAll();
        books.query("b", false);
        books.proposal(proposal(serves("b"), null), false);
        books.output(serves("b"), false);

        // When
        books.reward(
                Reward.newBuilder(reward(serves("b"), 0))
                        .setValue(null)
                        .setFailure(FailureCode.UNKNOWN_TASK)
                        .build(),
                false);

        // Then
        assertFindings(0, 0, 1);
        assertThat(books.findings(List.of("a", "b")).examples())
                .containsExactly("the reward of proposal task/b-serve says UNKNOWN_TASK: no output should fail");
    }

    private void assertFindings(long duplicates, long losses, long contradictions) {
        var findings = books.findings(List.of("a"));
        assertThat(findings.duplicates())
                .as("duplicates of %s", findings.examples())
                .isEqualTo(duplicates);
        assertThat(findings.losses()).as("losses of %s", findings.examples()).isEqualTo(losses);
        assertThat(findings.contradictions())
                .as("contradictions of %s", findings.examples())
                .isEqualTo(contradictions);
    }

    /** One query that is served, and is all of a round. */
    private void enterAll() {
        books.query("a", false);
        enterProposals();
        books.result(result(5), false);
        books.step(learned(1L));
    }

    private void enterProposals() {
        books.proposal(proposal(serves("a"), null), false);
        books.proposal(proposal(EXPLORES, ROUND), false);
        for (var id : List.of(serves("a"), EXPLORES)) {
            books.output(id, false);
            books.reward(reward(id, 5), false);
        }
    }

    private static String serves(String queryId) {
        return ProposalIds.serve("task", queryId);
    }

    private static PromptProposal proposal(String id, @Nullable UUID round) {
        return proposal(id, round, 1);
    }

    private static PromptProposal proposal(String id, @Nullable UUID round, int queries) {
        return PromptProposal.newBuilder()
                .setProposalId(id)
                .setQueryId(round == null ? id.substring("task/".length(), id.length() - "-serve".length()) : "a")
                .setTaskId("task")
                .setInput("input")
                .setProvenance(provenance(round, queries))
                .build();
    }

    private static Provenance provenance(@Nullable UUID round, int queries) {
        return Provenance.newBuilder()
                .setRole(round == null ? Role.SERVE : Role.EXPLORE)
                .setRoundId(round)
                .setRoundPrompts(round == null ? 0 : 1)
                .setRoundQueries(round == null ? 0 : queries)
                .setPolicyVersion(0)
                .setTaskRevision(1)
                .setPrompt(PROMPT)
                .setLogProbability(0)
                .setTruncation(new SamplerTruncation(0, 0, 0))
                .setSeed(1)
                .setProposedAt(Instant.EPOCH)
                .build();
    }

    private static Reward reward(String id, double value) {
        return Reward.newBuilder()
                .setProposalId(id)
                .setQueryId("a")
                .setTaskId("task")
                .setProvenance(provenance(null, 1))
                .setValue(value)
                .setModelId("model")
                .setRewardedAt(Instant.EPOCH)
                .build();
    }

    private static RoundResult result(double reward) {
        return RoundResult.newBuilder()
                .setRoundId(ROUND)
                .setTaskId("task")
                .setTaskRevision(1)
                .setPolicyVersion(0)
                .setClosing(RoundClosing.COMPLETE)
                .setPrompts(List.of(PromptResult.newBuilder()
                        .setPrompt(PROMPT)
                        .setPromptIndex(0)
                        .setOrigin(PromptOrigin.SAMPLED)
                        .setLogProbability(0)
                        .setTruncation(new SamplerTruncation(0, 0, 0))
                        .setSeed(1)
                        .setRewards(List.of(new QueryReward(0, reward, null, false)))
                        .build()))
                .setExpectedRewards(1)
                .setReceivedRewards(1)
                .setOpenedAt(Instant.EPOCH)
                .setClosedAt(Instant.EPOCH)
                .build();
    }

    private static PolicyEvent learned(@Nullable Long version) {
        var round = LearnedRound.newBuilder()
                .setRoundId(ROUND)
                .setPolicyVersion(0)
                .setVersion(version)
                .setMeanReward(5)
                .setClosedAt(Instant.EPOCH)
                .build();
        return PolicyEvent.newBuilder()
                .setTaskId("task")
                .setTaskRevision(1)
                .setKind(PolicyEventKind.LEARNED)
                .setVersion(version == null ? 1 : version)
                .setDigest("")
                .setLearned(List.of(round))
                .setCodeVersion("test")
                .setAt(Instant.EPOCH)
                .build();
    }
}
