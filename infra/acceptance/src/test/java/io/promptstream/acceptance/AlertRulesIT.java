package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.promptstream.local.system.SystemSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Prometheus' configuration and alert rules, by Prometheus' own tool. */
class AlertRulesIT {

    private static final Path FOLDER = SystemSettings.rootFromProperty().resolve("infra/prometheus");

    @Test
    void fireWhenTheyAreToAndNotOtherwise() throws Exception {
        promtool("test", "rules", "alerts-test.yml");
    }

    @Test
    void staySilentOnTheRecordingOfAHealthySystem() throws Exception {
        promtool("test", "rules", "alerts-healthy-test.yml");
    }

    @Test
    void theConfigurationIsValid() throws Exception {
        promtool("check", "config", "prometheus.yml");
    }

    @Test
    void everyRuleIsTestedAndSaysWhatToDo() throws IOException {
        // Given
        String tests = Files.readString(FOLDER.resolve("alerts-test.yml"));
        JsonNode rules =
                new YAMLMapper().readTree(FOLDER.resolve("alerts.yml").toFile()).at("/groups/0/rules");

        // Then
        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            assertThat(tests).contains("alertname=\"" + rule.path("alert").asText() + "\"");
            assertThat(rule.at("/labels/severity").asText()).isIn("warning", "critical");
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            assertThat(rule.at("/annotations/description").asText()).isNotBlank();
        });
    }

    private static void promtool(String... arguments) throws IOException, InterruptedException {
        var promtool = Monitoring.executable("promtool");
        assumeTrue(promtool.isPresent(), "there is no promtool on the PATH: apt-get install prometheus");
        var command = new ArrayList<>(List.of(promtool.get().toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
