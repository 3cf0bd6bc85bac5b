package io.promptstream.reward.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.schemas.trace.TraceContext;
import java.util.HexFormat;
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
        state.hold(new WaitingOutput("waiting", 1, new byte[0], null));
        state.reward("rewarded");
        state.hold(new WaitingOutput("dropped", 1, new byte[0], null));

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
        state.hold(new WaitingOutput("w", 7, new byte[] {1, 2}, null));
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

    @Test
    void keepsWhereAWaitingOutputStandsInItsTrace() {
        // Given
        TraceContext trace = new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "vendor=1");
        QueryState state = new QueryState(99);
        state.hold(new WaitingOutput("untraced", 7, new byte[] {1}, null));
        state.hold(new WaitingOutput("traced", 8, new byte[] {2}, trace));
        state.reward("r1");

        // When
        QueryState read = QueryStateFormat.read(QueryStateFormat.write(state));

        // Then
        assertThat(read.waiting()).extracting(WaitingOutput::trace).containsExactly(null, trace);
        assertThat(read.waiting()).extracting(WaitingOutput::since).containsExactly(7L, 8L);
        assertThat(read.rewarded()).containsExactly("r1");
    }

    @Test
    void isReadAndWrittenAsBeforeTracesWhereThereAreNone() {
        // Given a state as the version before traces wrote it: an output w that waits since 7, with the bytes 01 02
        byte[] before = HexFormat.of()
                .parseHex("01" + "0000000000000063" + "ffffffff" + "00000000" + "00000001" + "0000000177"
                        + "0000000000000007" + "000000020102" + "00000000");

        // When
        QueryState read = QueryStateFormat.read(before);

        // Then
        assertThat(read.waiting()).singleElement().satisfies(output -> {
            assertThat(output.proposalId()).isEqualTo("w");
            assertThat(output.trace()).isNull();
        });
        assertThat(QueryStateFormat.write(read)).isEqualTo(before);
    }

    @Test
    void refusesAFormatThatIsNewer() {
        // Given
        byte[] bytes = QueryStateFormat.write(new QueryState(99));
        bytes[0] = 3;

        // Then
        assertThatThrownBy(() -> QueryStateFormat.read(bytes)).hasMessageContainingAll("format 3", "format 1 to 2");
    }
}
