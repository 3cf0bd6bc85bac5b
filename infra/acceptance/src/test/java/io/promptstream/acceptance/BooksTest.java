package io.promptstream.acceptance;

import static io.promptstream.acceptance.BookEvents.EXPLORES;
import static io.promptstream.acceptance.BookEvents.ROUND;
import static io.promptstream.acceptance.BookEvents.learned;
import static io.promptstream.acceptance.BookEvents.proposal;
import static io.promptstream.acceptance.BookEvents.result;
import static io.promptstream.acceptance.BookEvents.reward;
import static io.promptstream.acceptance.BookEvents.serves;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.FailureCode;
import io.promptstream.event.Reward;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BooksTest {
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
}
