package io.promptstream.reward.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryStateTest {

    @Test
    void addsUpWhatFeedbackSaysAboutAProposal() {
        // Given
        QueryState state = new QueryState(0);

        // When
        state.advise(new Opinion("p", "yes", null));
        state.advise(new Opinion("p", null, 4.0));
        state.advise(new Opinion(null, "no", 1.0));

        // Then
        assertThat(state.evidence("p")).isEqualTo(new Evidence("yes", 4.0));
        assertThat(state.evidence("other")).isEqualTo(new Evidence("no", 1.0));
        assertThat(state.opinions()).hasSize(2);
    }

    @Test
    void keepsTheFirstReferenceOfTheQuery() {
        // Given
        QueryState state = new QueryState(0);

        // When
        state.refer("yes");
        state.refer("no");

        // Then
        assertThat(state.evidence("p").reference()).isEqualTo("yes");
    }

    @Test
    void knowsAnOutputUntilItIsGivenUp() {
        // Given
        QueryState state = new QueryState(0);
        state.hold(new WaitingOutput("waiting", 1, new byte[0]));
        state.reward("rewarded");
        state.hold(new WaitingOutput("dropped", 1, new byte[0]));

        // When
        state.release("dropped");

        // Then
        assertThat(state.knows("waiting")).isTrue();
        assertThat(state.knows("rewarded")).isTrue();
        assertThat(state.knows("dropped")).isFalse();
    }

    @Test
    void isReadAsItWasWritten() {
        // Given
        QueryState state = new QueryState(99);
        state.refer("ano, čtvrt na devět");
        state.advise(new Opinion("p", null, -2.5));
        state.advise(new Opinion(null, "", null));
        state.hold(new WaitingOutput("w", 7, new byte[] {1, 2}));
        state.reward("r1");
        state.reward("r2");

        // When
        QueryState read = QueryStateFormat.read(QueryStateFormat.write(state));

        // Then
        assertThat(read.expiresAt()).isEqualTo(99);
        assertThat(read.reference()).isEqualTo(state.reference());
        assertThat(read.opinions()).isEqualTo(state.opinions());
        assertThat(read.waiting()).singleElement().satisfies(output -> {
            assertThat(output.proposalId()).isEqualTo("w");
            assertThat(output.since()).isEqualTo(7);
            assertThat(output.encoded()).containsExactly(1, 2);
        });
        assertThat(read.rewarded()).containsExactly("r1", "r2");
    }
}
