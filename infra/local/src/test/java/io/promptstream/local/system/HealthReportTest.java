package io.promptstream.local.system;

import static org.assertj.core.api.Assertions.assertThat;

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
                        """))
                .isEqualTo("bundled: not loaded from /models/a; startup: no broker");
        assertThat(HealthReport.problems("{\"status\": \"UP\"}")).isEmpty();
        assertThat(HealthReport.problems("not JSON")).isEmpty();
    }
}
