package io.promptstream.service.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.service.DeclaredVariables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                TRACING,
                "policy-service/docs/configuration.md",
                "task-service/docs/configuration.md",
                "reward-service/docs/configuration.md"
            })
    void everySettingIsDescribed(String file) throws IOException {
        assertThat(Files.readString(ROOT.resolve(file)))
                .contains(DeclaredVariables.of(TracingConfiguration.class).names().stream()
                        .map(name -> "| `" + name + "` |")
                        .toList());
    }
}
