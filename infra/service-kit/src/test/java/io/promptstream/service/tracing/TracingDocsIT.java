package io.promptstream.service.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.service.DeclaredVariables;
import io.promptstream.service.ServiceConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TracingDocsIT {
    private static final Path ROOT = Path.of(System.getProperty("promptstream.root", "../.."));
    private static final String TRACING = "infra/docs/tracing.md";
    private static final String SETTINGS = "infra/docs/configuration.md";

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
    void everySettingOfEveryServiceIsDescribed() throws IOException {
        assertThat(Files.readString(ROOT.resolve(SETTINGS)))
                .contains(Stream.of(ServiceConfiguration.class, TracingConfiguration.class)
                        .flatMap(type -> DeclaredVariables.of(type).names().stream())
                        .map(name -> "| `" + (name.equals("PROMPTSTREAM_KAFKA") ? name + "_*" : name) + "` |")
                        .toList());
    }
}
