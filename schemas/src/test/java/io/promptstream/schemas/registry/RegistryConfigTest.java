package io.promptstream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryConfigTest {

    @Test
    void hasDefaultsForAllButTheUrl() {
        assertThat(RegistryConfig.of("http://registry:8081"))
                .isEqualTo(new RegistryConfig(
                        List.of(URI.create("http://registry:8081")),
                        null,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        3,
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1)));
    }

    @Test
    void readsEveryKey() {
        // Given
        var properties = Map.of(
                "schema.registry.url", "http://a:1/ , https://b:2/apis/ccompat/v7",
                "basic.auth.credentials.source", "USER_INFO",
                "basic.auth.user.info", "ann:pass:word",
                "http.connect.timeout.ms", "100",
                "http.read.timeout.ms", 200,
                "max.retries", 0,
                "retries.wait.ms", 50L,
                "missing.id.cache.ttl.sec", "30",
                "bootstrap.servers", "ignored:9092");

        // When / Then
        assertThat(RegistryConfig.from(properties))
                .isEqualTo(new RegistryConfig(
                        List.of(URI.create("http://a:1"), URI.create("https://b:2/apis/ccompat/v7")),
                        new Credentials("ann", "pass:word"),
                        Duration.ofMillis(100),
                        Duration.ofMillis(200),
                        0,
                        Duration.ofMillis(50),
                        Duration.ofSeconds(30)));
    }

    @Test
    void takesCredentialsOutOfTheUrl() {
        // When
        var config = RegistryConfig.of("http://ann:secret@registry:8081/path");

        // Then
        assertThat(config.urls()).containsExactly(URI.create("http://registry:8081/path"));
        assertThat(config.credentials()).isEqualTo(new Credentials("ann", "secret"));
        assertThat(config.toString()).doesNotContain("secret");
    }

    @Test
    void namesTheKeyThatIsMissingOrWrong() {
        var url = "http://registry:8081";
        assertThatThrownBy(() -> RegistryConfig.from(Map.of())).hasMessageContaining("schema.registry.url is empty");
        assertThatThrownBy(() -> RegistryConfig.of("registry:8081")).hasMessageContaining("http://host:port");
        assertThatThrownBy(() -> RegistryConfig.from(
                        Map.of("schema.registry.url", url, "basic.auth.credentials.source", "USER_INFO")))
                .hasMessageContaining("basic.auth.user.info is missing");
        assertThatThrownBy(() -> RegistryConfig.from(Map.of("schema.registry.url", url, "basic.auth.user.info", "a:b")))
                .hasMessageContaining("USER_INFO");
        assertThatThrownBy(() -> RegistryConfig.from(
                        Map.of("schema.registry.url", url, "basic.auth.credentials.source", "SASL_INHERIT")))
                .hasMessageContaining("URL or USER_INFO");
        assertThatThrownBy(() -> RegistryConfig.from(Map.of("schema.registry.url", url, "max.retries", "many")))
                .hasMessageContaining("max.retries is 'many'");
        assertThatThrownBy(
                        () -> RegistryConfig.from(Map.of("schema.registry.url", url, "missing.id.cache.ttl.sec", -1)))
                .hasMessageContaining("missing.id.cache.ttl.sec is -1: write 0 or more");
    }

    @Test
    void neverRepeatsAPasswordInAMessage() {
        assertThatThrownBy(() -> RegistryConfig.of("ann:secret@registry:8081"))
                .message()
                .doesNotContain("secret");
        assertThatThrownBy(() -> RegistryConfig.of("http://ann:secret@bad host"))
                .message()
                .doesNotContain("secret");
    }
}
