package io.promptstream.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthReportTest {

    @Test
    void saysWhatDoesNotWork() {
        assertThat(HealthReport.problems("""
                        {"name": "task-service", "status": "DOWN", "details": {
                          "compositeDiscoveryClient()": {"name": "task-service", "status": "UP", "details": {"x": "y"}},
                          "models": {"name": "task-service", "status": "DOWN",
                            "details": {"bundled": "not loaded from /models/a"}},
                          "promptstream": {"name": "task-service", "status": "DOWN", "details": {"startup": "no broker"}}}}
                        """)).isEqualTo("bundled: not loaded from /models/a; startup: no broker");
        assertThat(HealthReport.problems("{\"status\": \"UP\"}")).isEmpty();
        assertThat(HealthReport.problems("not JSON")).isEmpty();
    }

    @Test
    void asksTheLogWhereTheAnswerSaysNothing() {
        var body = "{\"message\": \"Internal Server Error\"}";
        var down =
                "{\"details\": {\"promptstream\": {\"status\": \"DOWN\", \"details\": {\"startup\": \"no broker\"}}}}";

        assertThat(HealthReport.reason(500, body, () -> Optional.of("two beans")))
                .isEqualTo("two beans");
        assertThat(HealthReport.reason(500, body, Optional::empty))
                .isEqualTo("/health answers 500 and does not say why");
        assertThat(HealthReport.reason(503, down, () -> Optional.of("two beans")))
                .isEqualTo("startup: no broker");
    }
}
