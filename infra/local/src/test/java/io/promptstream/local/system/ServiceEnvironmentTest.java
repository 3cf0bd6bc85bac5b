package io.promptstream.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceEnvironmentTest {

    private static final Map<ServiceInstance, Integer> PORTS = Map.of(
            ServiceInstance.first(ServiceKind.TASK),
            3,
            ServiceInstance.first(ServiceKind.POLICY),
            4,
            ServiceInstance.first(ServiceKind.REWARD),
            5);

    @TempDir
    Path folder;

    @Test
    void tellsAServiceWhereEverythingIs() throws IOException {
        // When
        var task = environment(ServiceKind.TASK, Map.of());

        // Then
        assertThat(task)
                .containsEntry("PROMPTSTREAM_BOOTSTRAP_SERVERS", "127.0.0.1:1")
                .containsEntry("PROMPTSTREAM_SCHEMA_REGISTRY_URL", "http://127.0.0.1:2")
                .containsEntry("PROMPTSTREAM_HTTP_PORT", "3")
                .containsEntry("PROMPTSTREAM_MODEL_DIR", folder.toString())
                .containsEntry("PROMPTSTREAM_INSTANCE", "task-service-1");
        assertThat(environment(ServiceKind.REWARD, Map.of()))
                .doesNotContainKey("PROMPTSTREAM_MODEL_DIR")
                .containsEntry(
                        "PROMPTSTREAM_REWARD_DASHBOARD_PEERS",
                        "policy-service=http://127.0.0.1:4,task-service=http://127.0.0.1:3")
                .containsEntry(
                        "PROMPTSTREAM_REWARD_DASHBOARD_TOKENIZER",
                        folder.resolve("tokenizer.json").toString());
    }

    @Test
    void handsEachServiceOnlyWhatIsItsOwn() throws IOException {
        // Given
        var given = Map.of(
                "PROMPTSTREAM_WORKERS", "2",
                "PROMPTSTREAM_KAFKA_CLIENT_RACK", "a",
                "PROMPTSTREAM_TRACING_RATIO", "0.1",
                "OTHER", "b");

        // Then
        assertThat(environment(ServiceKind.TASK, given)).containsAllEntriesOf(given);
        assertThat(environment(ServiceKind.REWARD, given))
                .containsEntry("PROMPTSTREAM_KAFKA_CLIENT_RACK", "a")
                .containsEntry("PROMPTSTREAM_TRACING_RATIO", "0.1")
                .containsEntry("OTHER", "b")
                .doesNotContainKey("PROMPTSTREAM_WORKERS");
        assertThat(ServiceEnvironment.withheld(
                        ServiceKind.TASK, List.of("PROMPTSTREAM_WORKERS", "PROMPTSTREAM_HOME", "PATH")))
                .containsExactly("PROMPTSTREAM_HOME");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROMPTSTREAM_TASK_SERVICE_HOST",
                "PROMPTSTREAM_TASK_SERVICE_PORT",
                "PROMPTSTREAM_TASK_SERVICE_PORT_HTTP",
                "PROMPTSTREAM_TASK_PORT",
                "PROMPTSTREAM_TASK_PORT_8092_TCP_ADDR",
                "PROMPTSTREAM_KAFKA_SERVICE_HOST",
                "PROMPTSTREAM_KAFKA_PORT_9092_TCP",
                "PROMPTSTREAM_POLICY_SERVICE_HOST",
                "PROMPTSTREAM_MODEL_DIR",
                "PROMPTSTREAM_HTTP_PORT",
            })
    void whatAPlatformMakesOfAServicesNameReachesNobody(String name) throws IOException {
        for (var kind : ServiceKind.values()) {
            assertThat(ServiceEnvironment.withheld(kind, List.of(name))).containsExactly(name);
            assertThat(environment(kind, Map.of(name, "10.0.0.7"))).doesNotContainValue("10.0.0.7");
        }
    }

    @Test
    void foldersOfModelsAreThoseBelowTheLaunchersOwn() throws IOException {
        // When
        var given = Map.of("PROMPTSTREAM_MODELS", "second=models/second, third=/opt/third");

        // Then
        assertThat(environment(ServiceKind.TASK, given))
                .containsEntry(
                        "PROMPTSTREAM_MODELS",
                        "second=" + Path.of("models/second").toAbsolutePath() + ",third=/opt/third");
        assertThat(environment(ServiceKind.POLICY, given)).doesNotContainKey("PROMPTSTREAM_MODELS");
        assertThatThrownBy(() -> environment(ServiceKind.TASK, Map.of("PROMPTSTREAM_MODELS", "second")))
                .hasMessageContaining("PROMPTSTREAM_MODELS holds \"second\": write name=folder");
        assertThatThrownBy(() -> environment(ServiceKind.TASK, Map.of("PROMPTSTREAM_MODELS", "bundled=/opt/a")))
                .hasMessageContaining("which is taken");
    }

    private Map<String, String> environment(ServiceKind kind, Map<String, String> given) throws IOException {
        Files.writeString(folder.resolve("config.json"), "{}");
        var settings = new SystemSettings(
                folder, folder.resolve("run"), folder, false, false, Duration.ofMinutes(1), given, 1);
        return ServiceEnvironment.of(ServiceInstance.first(kind), settings, "127.0.0.1:1", "http://127.0.0.1:2", PORTS);
    }
}
