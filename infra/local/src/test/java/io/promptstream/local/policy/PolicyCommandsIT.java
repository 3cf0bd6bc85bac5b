package io.promptstream.local.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.connection.CommandRun;
import io.promptstream.local.connection.PolicyAnswers;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyCommandsIT {

    private static final String EVALUATION = """
            "evaluation": [{"estimator": "dr", "value": 1.25, "standardError": 0.1, "lower": 1.05, "upper": 1.45,
                            "effectiveSampleSize": 77, "rounds": 80}],
            "evaluationNotes": ["no ips: too few rounds"]""";
    private static final String ORDER =
            "{\"promotionId\": \"p1\", \"candidate\": \"better\", %s}".formatted(EVALUATION);
    private static final String ROLLBACK =
            "{\"promotionId\": \"p2\", \"candidate\": \"version-7\", \"replayId\": \"r2\"}";
    private static final String POLICY = "/tasks/opinions/policy";

    private final StringBuilder out = new StringBuilder();
    private final StringBuilder err = new StringBuilder();
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
    void promotesAndWaitsUntilTheOrderIsFollowed() {
        // Given
        service.answer("/tasks/opinions/promote", ORDER)
                .answer(POLICY, "{\"promotion\": null}")
                .answer(POLICY, policy("p1", false, false))
                .answer(POLICY, policy("p1", true, false));

        // When
        int exit = run(new PromoteCommand(), "--candidate", "better", "--by", "ann", "--reason", "why not");

        // Then
        assertThat(exit).isZero();
        assertThat(out.toString())
                .contains("Candidate better is the policy of task opinions now, as version 12")
                .containsPattern("dr +1.250 +0.100 +1.050 +1.450 +77 +80")
                .contains("Note: no ips: too few rounds");
        assertThat(service.received("/tasks/opinions/promote").toString())
                .isEqualTo("{\"by\":\"ann\",\"reason\":\"why not\",\"candidate\":\"better\"}");
    }

    @Test
    void promotesWithoutEvaluatingWhereThatIsWanted() {
        // Given
        service.answer("/tasks/opinions/promote", "{\"promotionId\": \"p1\", \"evaluation\": []}")
                .answer(POLICY, policy("p1", true, false));

        // When
        int exit = run(new PromoteCommand(), "--candidate", "better", "--no-evaluation");

        // Then
        assertThat(exit).isZero();
        assertThat(service.received("/tasks/opinions/promote")
                        .path("evaluation")
                        .isArray())
                .isTrue();
        assertThat(out.toString()).contains("No estimate of its reward is recorded");
    }

    @Test
    void anOrderThatIsNotFollowedFails() {
        // Given
        service.answer("/tasks/opinions/promote", ORDER).answer(POLICY, policy("p1", false, true));

        // When
        int exit = run(new PromoteCommand(), "--candidate", "better");

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("candidate better is gone or does not fit the task");
    }

    @Test
    void aRefusedOrderNamesTheFields() {
        // When
        int exit = run(new PromoteCommand(), "--candidate", "better");

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("answered 404", "id: is not known");
    }

    @Test
    void rollsBackAndWaits() {
        // Given a replay of the same name that failed before
        service.answer("/tasks/opinions/rollback", ROLLBACK)
                .answer("/tasks/opinions/replays/version-7", "{\"replayId\": \"r1\", \"status\": \"FAILED\"}")
                .answer(POLICY, policy("p1", true, false))
                .answer(POLICY, policy("p2", true, false));

        // When
        int exit = run(new RollbackCommand(), "--version", "7", "--wait");

        // Then
        assertThat(exit).isZero();
        assertThat(out.toString()).contains("that of version 7 again, as version 12");
        assertThat(service.received("/tasks/opinions/rollback").path("version").asLong())
                .isEqualTo(7);
    }

    @Test
    void aVersionThatCannotBeRelearnedFails() {
        // Given
        service.answer("/tasks/opinions/rollback", ROLLBACK)
                .answer(POLICY, policy("p1", true, false))
                .answer(
                        "/tasks/opinions/replays/version-7",
                        "{\"replayId\": \"r2\", \"status\": \"failed\", \"message\": \"rounds are gone\"}");

        // When
        int exit = run(new RollbackCommand(), "--version", "7", "--wait");

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("could not be relearned: rounds are gone");
    }

    @Test
    void withoutWaitingItTellsWhereToLook() {
        // Given
        service.answer("/tasks/opinions/rollback", ROLLBACK);

        // When
        int exit = run(new RollbackCommand(), "--version", "7");

        // Then
        assertThat(exit).isZero();
        assertThat(out.toString()).contains("promptstream history --task opinions");
    }

    @Test
    void listsCandidatesAndSteps() {
        // Given
        service.answer("/tasks/opinions/candidates", """
                        [{"candidate": "better", "status": "done", "version": 80, "roundsLearned": 80,
                          "digest": "0123456789abcdef", "servedPrompt": "the best of all"}]""")
                .answer("/tasks/opinions/history?limit=3", """
                        [{"kind": "promoted", "version": 12, "digest": "0123456789abcdef", "taskRevision": 4,
                          "rounds": 0, "leftOut": 0, "at": "2026-11-25T01:00:00Z",
                          "promotion": {"candidate": "better", "by": "ann", "reason": "why not", %s}}]""".formatted(EVALUATION));

        // When
        int candidates = run(new CandidatesCommand());
        int history = run(new HistoryCommand(), "--limit", "3");

        // Then
        assertThat(candidates).isZero();
        assertThat(history).isZero();
        assertThat(out.toString())
                .contains("better", "done", "80", "0123456789ab", "the best of all")
                .contains("promoted", "better by ann: why not", "1.250 (1.050 to 1.450)");
    }

    private int run(Callable<Integer> command, String... arguments) {
        var run = CommandRun.of(service, command, arguments);
        out.append(run.out());
        err.append(run.err());
        return run.exit();
    }

    private static String policy(String promotionId, boolean followed, boolean refused) {
        return "{\"firstVersion\": 12, \"promotion\": {\"promotionId\": \"%s\", \"followed\": %s, \"refused\": %s}}"
                .formatted(promotionId, followed, refused);
    }
}
