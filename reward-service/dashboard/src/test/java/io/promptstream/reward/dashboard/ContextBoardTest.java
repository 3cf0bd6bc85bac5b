package io.promptstream.reward.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Role;
import io.promptstream.event.Task;
import io.promptstream.reward.Events;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContextBoardTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final Task TASK = task(3);

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
        assertThat(rows()).extracting(ContextRow::context).containsExactly(0, 1);
        assertThat(rows().getFirst().own()).isFalse();
        assertThat(rows().getFirst().prompt().text()).isEqualTo("usual");
        assertThat(rows().getFirst().meanReward()).isNull();
        ContextRow own = rows().getLast();
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
        assertThat(rows().getFirst().words()).startsWith("book").doesNotContain("a", "bill");
        assertThat(rows().getLast().words()).startsWith("bill").doesNotContain("a", "book");
    }

    @Test
    void theLatestPromptIsShownInWhateverOrderProposalsAreRead() {
        // When
        board.served(proposal("b", 0, "second", "newer", true), NOW.plusSeconds(1));
        board.served(proposal("a", 0, "first", "older", false), NOW);

        // Then
        assertThat(rows()).singleElement().satisfies(row -> {
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
        assertThat(rows()).isEmpty();
    }

    @Test
    void aRewardThatIsReadBeforeItsQueryCounts() {
        // When
        board.earned(provenance(1, "own", true), "a", 30.0);
        List<ContextRow> before = rows();
        serve("a", 1, "text", "own", true);

        // Then
        assertThat(before).isEmpty();
        assertThat(rows()).singleElement().extracting(ContextRow::meanReward).isEqualTo(30.0);
    }

    @ParameterizedTest
    @EnumSource(names = {"BEGAN", "PROMOTED"})
    void contextsOfAnotherPolicyAreOthers(PolicyEventKind kind) {
        // Given
        serve("a", 0, "text", "p", false);

        // When
        step(kind, TASK);

        // Then
        assertThat(rows()).isEmpty();
    }

    @Test
    void contextsAreFoundAnewAfterADrift() {
        // Given
        serve("a", 0, "text", "p", false);

        // When
        PolicyEvent learned = LoopEvents.learned(4L);
        LearnedRound drift = LearnedRound.newBuilder(learned.getLearned().getFirst())
                .setDrift(true)
                .build();
        board.stepped(PolicyEvent.newBuilder(learned).setAt(LATER).build());
        List<ContextRow> before = rows();
        board.stepped(PolicyEvent.newBuilder(learned)
                .setAt(LATER)
                .setLearned(List.of(drift))
                .build());

        // Then
        assertThat(before).hasSize(1);
        assertThat(rows()).isEmpty();
    }

    @Test
    void whatWasProposedBeforeContextsWereFoundAnewIsNotShownHoweverLateItIsRead() {
        // Given
        serve("a", 0, "text", "p", false);
        step(PolicyEventKind.BEGAN, TASK);

        // When
        board.earned(provenance(0, "p", false), "a", 90.0);
        serve("b", 0, "text", "p", false);

        // Then
        assertThat(rows()).isEmpty();

        // When
        board.served(proposal("c", 0, "another kind", "p", false), LATER);
        board.earned(provenance(0, "p", false), "b", 90.0);

        // Then
        assertThat(rows()).singleElement().satisfies(row -> {
            assertThat(row.queries()).isEqualTo(1);
            assertThat(row.meanReward()).isNull();
            assertThat(row.words()).doesNotContain("text");
        });
    }

    @Test
    void aRevisionFindsContextsAnewOnlyWhereItsPolicyHasAnotherNumberOfThem() {
        // Given
        step(PolicyEventKind.BEGAN, TASK);
        board.served(proposal("a", 2, "text", "p", false), LATER);

        // When
        step(PolicyEventKind.CONTINUED, TASK, LATER.plusSeconds(1));
        List<ContextRow> same = rows();
        step(PolicyEventKind.CONTINUED, task(2), LATER.plusSeconds(2));

        // Then
        assertThat(same).hasSize(1);
        assertThat(rows()).isEmpty();
    }

    @Test
    void ofATaskThatServesAllQueriesWithOnePromptNoneIsShown() {
        // When
        serve("a", 0, "text", "p", false);

        // Then
        assertThat(board.rows(task(1))).isEmpty();
        assertThat(board.rows(null)).hasSize(1);
    }

    private List<ContextRow> rows() {
        return board.rows(TASK);
    }

    private void step(PolicyEventKind kind, Task task) {
        step(kind, task, LATER);
    }

    private void step(PolicyEventKind kind, Task task, Instant at) {
        board.stepped(PolicyEvent.newBuilder(LoopEvents.learned(null))
                .setKind(kind)
                .setTask(task)
                .setLearned(List.of())
                .setAt(at)
                .build());
    }

    private static Task task(int contexts) {
        Task task = Events.task();
        PolicyDefinition policy = PolicyDefinition.newBuilder(task.getPolicy())
                .setContendersPerRound(4)
                .setContexts(contexts)
                .build();
        return Task.newBuilder(task).setPolicy(policy).build();
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
