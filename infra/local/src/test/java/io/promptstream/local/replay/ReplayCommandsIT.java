package io.promptstream.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.connection.CommandRun;
import io.promptstream.local.connection.PolicyAnswers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayCommandsIT {

    private static final String REPLAYS = "/tasks/opinions/replays";
    private static final String BOLD = REPLAYS + "/bold";

    private PolicyAnswers service;

    @BeforeEach
    void start() throws Exception {
        service = new PolicyAnswers();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void orderedAndWatchedUntilItIsDone() {
        // Given
        service.answer(REPLAYS, replay("waiting"))
                .answer(BOLD, replay("waiting"))
                .answer(BOLD, replay("relearning"))
                .answer(BOLD, replay("done"));

        // When
        var run = CommandRun.of(service, new ReplayCommand(), "--name", "bold", "--start", "5", "--by", "ann");

        // Then
        assertThat(run.exit()).isZero();
        assertThat(run.out()).containsPattern("status +done").containsPattern("rounds learned +7");
        assertThat(service.received(REPLAYS).toString())
                .isEqualTo("{\"name\":\"bold\",\"start\":\"5\",\"by\":\"ann\"}");
        assertThat(service.deleted()).isEmpty();
    }

    @Test
    void aFailedOneFailsTheCommand() {
        // Given
        service.answer(REPLAYS, replay("waiting")).answer(BOLD, replay("failed"));

        // When
        var run = CommandRun.of(service, new ReplayCommand(), "--name", "bold", "--json");

        // Then
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).contains("\"status\"", "\"failed\"");
    }

    @Test
    void oneThatSomebodyElseCancelsFailsTheCommand() {
        // Given an order, and a replay that is not there
        service.answer(REPLAYS, replay("waiting"));

        // When
        var run = CommandRun.of(service, new ReplayCommand(), "--name", "bold");

        // Then
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("cancelled by somebody else");
    }

    @Test
    void aRefusedOrderFailsTheCommand() {
        // When
        var run = CommandRun.of(service, new ReplayCommand());

        // Then
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("answered 404", "id: is not known");
    }

    @Test
    void detachedItOnlyOrders() {
        // Given
        service.answer(REPLAYS, replay("waiting"));

        // When
        var run = CommandRun.of(service, new ReplayCommand(), "--detach");

        // Then it has a name of its own
        var name = service.received(REPLAYS).path("name").asText();
        assertThat(run.exit()).isZero();
        assertThat(name).matches("replay-\\d{8}-\\d{6}");
        assertThat(run.out()).contains("promptstream replays --task opinions --name " + name);
    }

    @Test
    void listsShowsAndCancels() {
        // Given
        service.answer(REPLAYS, "[" + replay("relearning") + "]").answer(BOLD, replay("relearning"));

        // When
        var list = CommandRun.of(service, new ReplaysCommand());
        var one = CommandRun.of(service, new ReplaysCommand(), "--name", "bold");
        assertThat(service.deleted()).isEmpty();
        var cancelled = CommandRun.of(service, new ReplaysCommand(), "--name", "bold", "--cancel");

        // Then
        assertThat(list.exit()).isZero();
        assertThat(list.out()).containsPattern("bold +relearning");
        assertThat(one.exit()).isZero();
        assertThat(one.out()).containsPattern("status +relearning");
        assertThat(cancelled.exit()).isZero();
        assertThat(cancelled.out()).contains("Cancelled bold");
        assertThat(service.deleted()).containsExactly(BOLD);
    }

    @Test
    void whatIsNotThereOrNotNamedIsToldApart() {
        // When
        var unknown = CommandRun.of(service, new ReplaysCommand(), "--name", "shy");
        var unnamed = CommandRun.of(service, new ReplaysCommand(), "--cancel");

        // Then
        assertThat(unknown.exit()).isEqualTo(1);
        assertThat(unknown.err()).contains("Task opinions has no replay shy");
        assertThat(unnamed.exit()).isEqualTo(2);
        assertThat(unnamed.err()).contains("--cancel needs --name");
    }

    private static String replay(String status) {
        return """
                {"name": "bold", "status": "%s", "message": "", "progress": {"read": 9, "left": 1}, "roundsLearned": 7,
                 "roundsLeftOut": 0, "version": 7, "digest": "ab", "prompt": "be bold",
                 "orderedAt": "2026-01-31T12:00:00Z"}""".formatted(status);
    }
}
