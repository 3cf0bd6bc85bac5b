package io.promptstream.service.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.service.ServiceConfiguration;
import io.promptstream.testsupport.SettingsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TracingDocsIT {
    private static final Path ROOT = Path.of(System.getProperty("promptstream.root", "../.."));
    private static final String TRACING = "infra/docs/tracing.md";

    @Test
    void everySpanAndAttributeIsDescribed() throws IOException {
        assertThat(Files.readString(ROOT.resolve(TRACING)))
                .contains(Arrays.stream(TraceStep.values())
                        .map(step -> "| `" + step.title() + "` |")
                        .toList())
                .contains(Arrays.stream(TraceAttribute.values())
                        .map(attribute -> "`" + attribute.key() + "`")
                        .toList());
    }

    @Test
    void everySettingOfEveryServiceIsDescribedWithItsDefault() {
        Map<String, String> documented = SettingsTable.documented("infra/docs/configuration.md");
        Map<String, String> declared =
                new TreeMap<>(SettingsTable.declared(ServiceConfiguration.class, TracingConfiguration.class));
        // A family of settings.
        declared.remove("PROMPTSTREAM_KAFKA");
        // Of those whose default depends on the service and the host, the page says how.
        for (String name : List.of("PROMPTSTREAM_INSTANCE", "PROMPTSTREAM_HTTP_HOST", "PROMPTSTREAM_HTTP_PORT")) {
            assertThat(documented.remove(name)).isNotBlank();
            declared.remove(name);
        }
        assertThat(documented).isEqualTo(declared);
    }
}
