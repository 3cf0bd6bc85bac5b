package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.system.SystemSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That their queries return data is shown by {@link LearningIT}. */
class DashboardsIT {

    private static final String DATASOURCE = "promptstream-prometheus";

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
}
