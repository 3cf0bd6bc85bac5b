package io.promptstream.reward.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Role;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContextBoardTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    private final ContextBoard board = new ContextBoard(new TokenTexts(Map.of()));

    @Test
    void showsWhatServesEachContextAndHowWell() {
        // When
        serve("a", 0, "book a table for two", "usual", false);
        serve("b", 1, "pay my bill", "own", true);
        serve("c", 1, "pay the bill of may", "own", true);
        board.earned(provenance(1, "own", true), "b", 20.0);
        board.earned(provenance(1, "own", true), "c", 90.0);
        board.earned(provenance(1, "own", true), "c", 40.0);
        board.earned(provenance(0, "usual", false), "a", null);

        // Then
        assertThat(board.rows()).extracting(ContextRow::context).containsExactly(0, 1);
        assertThat(board.rows().getFirst().own()).isFalse();
        assertThat(board.rows().getFirst().prompt().text()).isEqualTo("usual");
        assertThat(board.rows().getFirst().meanReward()).isNull();
        ContextRow own = board.rows().getLast();
        assertThat(own.own()).isTrue();
        assertThat(own.prompt().text()).isEqualTo("own");
        assertThat(own.queries()).isEqualTo(2);
        assertThat(own.meanReward()).isEqualTo(30);
        assertThat(own.example()).isEqualTo("pay the bill of may");
    }

    @Test
    void aContextIsToldByTheWordsThatOthersHaveLessOften() {
        // When
        serve("a", 0, "Book a table", "p", false);
        serve("b", 0, "book a flight", "p", false);
        serve("c", 1, "pay a bill", "p", false);
        serve("d", 1, "what is a bill", "p", false);

        // Then
        assertThat(board.rows().getFirst().words()).startsWith("book").doesNotContain("a", "bill");
        assertThat(board.rows().getLast().words()).startsWith("bill").doesNotContain("a", "book");
    }

    @Test
    void theLatestPromptIsShownInWhateverOrderProposalsAreRead() {
        // When
        board.served(proposal("b", 0, "second", "newer", true), NOW.plusSeconds(1));
        board.served(proposal("a", 0, "first", "older", false), NOW);

        // Then
        assertThat(board.rows()).singleElement().satisfies(row -> {
            assertThat(row.prompt().text()).isEqualTo("newer");
            assertThat(row.example()).isEqualTo("second");
            assertThat(row.queries()).isEqualTo(2);
        });
    }

    @Test
    void queriesOfNoContextAndThoseThatAreExploredAreNotShown() {
        // When
        serve("a", null, "text", "p", false);
        PromptProposal explored = PromptProposal.newBuilder(proposal("b", 1, "text", "p", true))
                .setProvenance(LoopEvents.EXPLORE)
                .build();
        board.served(explored, NOW);

        // Then
        assertThat(board.rows()).isEmpty();
    }

    @Test
    void contextsThatAreFoundAnewAreOthers() {
        // Given
        serve("a", 0, "text", "p", false);

        // When
        board.forget();

        // Then
        assertThat(board.rows()).isEmpty();
    }

    private void serve(String queryId, @Nullable Integer context, String input, String prompt, boolean own) {
        board.served(proposal(queryId, context, input, prompt, own), NOW);
    }

    private static PromptProposal proposal(
            String queryId, @Nullable Integer context, String input, String prompt, boolean own) {
        return PromptProposal.newBuilder(LoopEvents.serving(prompt, 1, NOW))
                .setQueryId(queryId)
                .setInput(input)
                .setProvenance(provenance(context, prompt, own))
                .build();
    }

    private static Provenance provenance(@Nullable Integer context, String prompt, boolean own) {
        return Provenance.newBuilder(LoopEvents.serving(prompt, 1, NOW).getProvenance())
                .setRole(Role.SERVE)
                .setQueryContext(context)
                .setContextDecided(own)
                .build();
    }
}
