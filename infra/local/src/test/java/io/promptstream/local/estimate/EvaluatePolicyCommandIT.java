package io.promptstream.local.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.connection.CommandRun;
import io.promptstream.local.connection.PolicyAnswers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvaluatePolicyCommandIT {
    private static final String EVALUATIONS = "/tasks/opinions/evaluations";
    private static final String POLICY = "/tasks/opinions/policy";
    private static final String ESTIMATED = """
            {"estimates": [{"estimator": "dr", "value": 1.25, "standardError": 0.1, "lower": 1.05, "upper": 1.45,
                            "effectiveSampleSize": 77, "rounds": 80}]}""";

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
    void asksForTheRangeAndShowsTheEstimates() {
        // Given
        service.answer(EVALUATIONS, ESTIMATED);

        // When
        var run = evaluate("--candidate", "bold", "--served", "--from", "5", "--to", "2026-01-31T12:00:00Z");

        // Then
        assertThat(run.exit()).isZero();
        assertThat(run.out()).containsPattern("dr +1.250 +0.100 +1.050 +1.450 +77 +80");
        assertThat(service.received(EVALUATIONS).toString())
                .isEqualTo("{\"candidate\":\"bold\",\"served\":true,\"from\":\"5\",\"to\":\"2026-01-31T12:00:00Z\"}");
    }

    @Test
    void withoutAnyEstimateItFails() {
        // Given
        service.answer(EVALUATIONS, """
                {"estimates": [], "refusals": [{"estimator": "dr", "message": "too few"}]}""");

        // When
        var text = evaluate("--prompt", "a", "--prompt", "b");
        var json = evaluate("--served", "--json");

        // Then
        assertThat(text.exit()).isEqualTo(1);
        assertThat(text.out()).contains("No dr: too few");
        assertThat(json.exit()).isEqualTo(1);
        assertThat(json.out()).contains("\"refusals\"");
        assertThat(service.received(EVALUATIONS).toString()).isEqualTo("{\"served\":true}");
    }

    @Test
    void anEarlierVersionIsTheCandidateThatIsMadeOfIt() {
        // Given
        service.answer(EVALUATIONS, ESTIMATED)
                .answer(POLICY, "{\"version\": 12}")
                .answer("/tasks/opinions/replays/version-7", "{\"status\": \"done\"}");

        // When
        var live = evaluate("--version", "12");
        var asked = service.received(EVALUATIONS);
        var earlier = evaluate("--version", "7");

        // Then
        assertThat(live.exit()).isZero();
        assertThat(asked.toString()).isEqualTo("{\"version\":12}");
        assertThat(earlier.exit()).isZero();
        assertThat(service.received(EVALUATIONS).toString()).isEqualTo("{\"candidate\":\"version-7\"}");
    }

    @Test
    void oneTargetHasToBeGiven() {
        assertThat(evaluate().exit()).isEqualTo(2);
        assertThat(evaluate("--candidate", "bold", "--version", "7").err()).contains("Give one of --candidate");
    }

    private CommandRun evaluate(String... arguments) {
        return CommandRun.of(service, new EvaluatePolicyCommand(), arguments);
    }
}
