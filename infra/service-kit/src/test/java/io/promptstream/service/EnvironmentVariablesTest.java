package io.promptstream.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentVariablesTest {
    private static final String ADDRESS = "tcp://10.96.7.1:8091";

    /** What Kubernetes sets for a Service with one named port. */
    private static Map<String, String> linksTo(String service) {
        return Map.of(
                service + "_SERVICE_HOST",
                "10.96.7.1",
                service + "_SERVICE_PORT",
                "8091",
                service + "_SERVICE_PORT_HTTP",
                "8091",
                service + "_PORT",
                ADDRESS,
                service + "_PORT_8091_TCP",
                ADDRESS,
                service + "_PORT_8091_TCP_PROTO",
                "tcp",
                service + "_PORT_8091_TCP_PORT",
                "8091",
                service + "_PORT_8091_TCP_ADDR",
                "10.96.7.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "promptstream-policy",
                "promptstream-kafka",
                "promptstream-http",
                "promptstream-registry",
                "promptstream-kafka-bootstrap",
                "promptstream-schema-registry"
            })
    void whatKubernetesSetsForAServiceIsNoSetting(String service) {
        // Given
        Map<String, String> environment =
                new HashMap<>(linksTo(service.toUpperCase(Locale.ROOT).replace('-', '_')));
        environment.put("PROMPTSTREAM_TOPIC_PREFIX", "mine.");
        environment.put("PROMPTSTREAM_KAFKA_SECURITY_PROTOCOL", "SSL");

        // When
        EnvironmentVariables variables = EnvironmentVariables.of(environment);

        // Then
        assertThat(variables.settings()).containsOnly(Map.entry("PROMPTSTREAM_TOPIC_PREFIX", "mine."));
        assertThat(variables.kafka()).containsOnly(Map.entry("security.protocol", "SSL"));
        assertThat(variables.remarks())
                .singleElement()
                .asString()
                .contains("for a Service called " + service + ".", "enableServiceLinks: false", "_SERVICE_PORT_HTTP");
    }

    @Test
    void aPortThatIsANumberIsASetting() {
        // When
        EnvironmentVariables variables = EnvironmentVariables.of(Map.of("PROMPTSTREAM_HTTP_PORT", "8091"));

        // Then
        assertThat(variables.settings()).containsOnly(Map.entry("PROMPTSTREAM_HTTP_PORT", "8091"));
        assertThat(variables.remarks()).isEmpty();
    }

    @Test
    void whatDoesNotBeginWithOurNameIsNoneOfOurs() {
        // When
        EnvironmentVariables variables = EnvironmentVariables.of(Map.of(
                "KAFKA_PORT", "tcp://10.96.7.1:9092",
                "MICRONAUT_SERVER_PORT", "tcp://10.96.7.1:80",
                "PROMPTSTREAMS_X", "1",
                "PATH", "/bin"));

        // Then
        assertThat(variables).isEqualTo(EnvironmentVariables.of(Map.of()));
    }

    @Test
    void settingsOfKafkaHaveKafkasNames() {
        // When
        EnvironmentVariables variables = EnvironmentVariables.of(Map.of(
                "PROMPTSTREAM_KAFKA_SASL_JAAS_CONFIG", "module required;",
                "PROMPTSTREAM_KAFKA_SSL_TRUSTSTORE_LOCATION", "/trust",
                "PROMPTSTREAM_KAFKA_MAX_POLL_INTERVAL_MS", "1",
                "PROMPTSTREAM_KAFKA_LINGER_MS", "2"));

        // Then
        assertThat(variables.kafka())
                .containsOnly(
                        Map.entry("sasl.jaas.config", "module required;"),
                        Map.entry("ssl.truststore.location", "/trust"),
                        Map.entry("max.poll.interval.ms", "1"),
                        Map.entry("linger.ms", "2"));
    }

    @Test
    void aSettingThatKafkaDoesNotKnowIsLeftOutAndTheLikelyOneNamed() {
        // When
        EnvironmentVariables variables = EnvironmentVariables.of(Map.of("PROMPTSTREAM_KAFKA_SASL_MECHANISMS", "PLAIN"));

        // Then
        assertThat(variables.kafka()).isEmpty();
        assertThat(variables.remarks())
                .singleElement()
                .asString()
                .contains(
                        "PROMPTSTREAM_KAFKA_SASL_MECHANISMS is ignored",
                        "did you mean PROMPTSTREAM_KAFKA_SASL_MECHANISM?");
    }
}
