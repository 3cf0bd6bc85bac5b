package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.system.SystemSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That their queries return data is shown by {@link LearningIT}. */
class DashboardsIT {

    private static final String DATASOURCE = "promptstream-prometheus";

    private static final Pattern POLICY_METRIC = Pattern.compile("promptstream_policy_\\w+");

    private final List<JsonNode> dashboards =
            Dashboards.read(SystemSettings.rootFromProperty()).files();

    @Test
    void areFoundUnderFixedIds() {
        assertThat(dashboards)
                .extracting(dashboard -> dashboard.path("uid").asText())
                .containsExactlyInAnyOrder(
                        "promptstream-overview", "promptstream-task", "promptstream-kafka", "promptstream-models");
        assertThat(dashboards).allSatisfy(dashboard -> {
            assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
            assertThat(dashboard.path("panels"))
                    .extracting(panel -> panel.path("id").asInt())
                    .doesNotHaveDuplicates();
            assertThat(dashboard.findValuesAsText("uid").stream().skip(1)).containsOnly(DATASOURCE);
        });
    }

    @Test
    void everyPanelSaysWhatItShowsAndInWhichUnit() {
        assertThat(dashboards)
                .flatMap(Dashboards::panels)
                .hasSizeGreaterThan(50)
                .allSatisfy(panel -> {
                    assertThat(panel.path("title").asText()).isNotBlank();
                    assertThat(panel.path("description").asText()).isNotBlank();
                    assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
                    assertThat(panel.path("targets")).isNotEmpty();
                });
    }

    @Test
    void everyMetricOfALivePolicyIsOnAPanel() throws IOException {
        Path root = SystemSettings.rootFromProperty();
        String shown = Dashboards.read(root).queries().toString();

        assertThat(POLICY_METRIC
                        .matcher(Files.readString(root.resolve("infra/docs/metrics.md")))
                        .results())
                .extracting(MatchResult::group)
                .contains("promptstream_policy_stopped", "promptstream_policy_version")
                .allSatisfy(metric -> assertThat(shown).contains(metric));
    }
}
