package io.promptstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.schemas.registry.RegistryConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SerdeConfigTest {

    private static final String URL = "http://registry:8081";

    @Test
    void hasConfluentsDefaultsButForJavaProperties() {
        assertThat(SerdeConfig.from(Map.of("schema.registry.url", URL)))
                .isEqualTo(new SerdeConfig(RegistryConfig.of(URL), true, false, false, true));
    }

    @Test
    void readsEveryKey() {
        // Given
        var properties = Map.of(
                "schema.registry.url",
                URL,
                "auto.register.schemas",
                false,
                "use.latest.version",
                "true",
                "specific.avro.reader",
                true,
                "avro.remove.java.properties",
                "false");

        // When / Then
        assertThat(SerdeConfig.from(properties))
                .isEqualTo(new SerdeConfig(RegistryConfig.of(URL), false, true, true, false));
    }

    @Test
    void namesTheKeyThatIsWrong() {
        assertThatThrownBy(() -> SerdeConfig.from(Map.of("schema.registry.url", URL, "use.latest.version", "yes")))
                .hasMessageContaining("use.latest.version is 'yes'")
                .hasMessageContaining("true or false");
    }
}
