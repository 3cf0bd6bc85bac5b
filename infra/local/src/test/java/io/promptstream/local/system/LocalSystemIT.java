package io.promptstream.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.promptstream.platform.ManagedProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class LocalSystemIT {

    private static final List<ServiceKind> NO_SERVICES = List.of();

    @TempDir
    Path folder;

    @Test
    void startsBrokerAndRegistryOnceInADirectoryAndLeavesNoProcess() throws Exception {
        // Given
        var settings = settings(folder);
        SystemDescription description;
        var neighbour = sleepIn(folder.resolve("neighbour"));
        ManagedProcess own;

        // When
        try (var system = LocalSystem.start(settings, StartListener.SILENT, NO_SERVICES)) {
            own = sleepIn(settings.directory());
            description = RunDirectory.find(settings.directory()).orElseThrow();
            try (var admin = Admin.create(Map.of("bootstrap.servers", system.bootstrapServers()))) {
                assertThat(admin.describeCluster().nodes().get()).hasSize(1);
            }
            assertThat(system.ended()).isEmpty();
            assertThatThrownBy(() -> LocalSystem.start(settings, StartListener.SILENT, NO_SERVICES))
                    .hasMessageContaining("already runs in " + settings.directory())
                    .hasMessageContaining("promptstream down");
        }

        // Then
        assertThat(description.processes()).hasSize(2).noneMatch(RunningProcess::runs);
        assertThat(own.isAlive()).isFalse();
        assertThat(neighbour.isAlive()).isTrue();
        neighbour.kill();
        assertThat(RunDirectory.find(settings.directory())).isEmpty();
        assertThat(settings.directory().resolve("logs/kafka.log")).exists();
    }

    @Test
    void startsBrokerAndRegistryAgainOnTheirAddressesWithTheirData() throws Exception {
        try (var system = LocalSystem.start(settings(folder), StartListener.SILENT, NO_SERVICES)) {
            // Given
            var before = system.description();
            try (var admin = Admin.create(Map.of("bootstrap.servers", system.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                        .all()
                        .get();
            }

            // When
            system.broker().kill();
            system.registry().kill();
            assertThat(system.ended()).hasSize(2);
            system.broker().restart();
            system.registry().restart();

            // Then
            assertThat(system.ended()).isEmpty();
            assertThat(system.bootstrapServers()).isEqualTo(before.bootstrapServers());
            assertThat(system.registryUrl()).isEqualTo(before.registryUrl());
            try (var admin = Admin.create(Map.of("bootstrap.servers", system.bootstrapServers()))) {
                assertThat(admin.listTopics().names().get()).contains("kept");
            }
        }
    }

    @Test
    void leavesNoProcessWhenAServiceDoesNotStart() throws Exception {
        // Given a checkout in which only the launcher is built
        var complete = settings(folder);
        var launcher = Files.createDirectories(folder.resolve("infra/local"));
        Files.createSymbolicLink(launcher.resolve("target"), complete.root().resolve("infra/local/target"));
        var settings = new SystemSettings(
                folder,
                complete.directory(),
                complete.modelDirectory(),
                false,
                false,
                complete.startTimeout(),
                Map.of(),
                1);

        // When / Then
        assertThatThrownBy(() -> LocalSystem.start(settings, StartListener.SILENT))
                .hasMessageContaining("policy-service/app is not built");
        assertThat(ProcessHandle.current().children().map(ProcessHandle::info).map(ProcessHandle.Info::commandLine))
                .noneMatch(line -> line.orElse("").contains(settings.directory().toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "KILL"})
    void leavesNoProcessWhenTheLauncherGetsTheSignal(String signal) throws Exception {
        // Given a launcher in a JVM of its own
        var settings = settings(folder);
        var launcher = launcher(settings);
        try (var output =
                new BufferedReader(new InputStreamReader(launcher.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(output.readLine()).isEqualTo("started");
        }
        var processes = RunDirectory.find(settings.directory()).orElseThrow().processes();
        assertThat(processes).hasSize(2).allMatch(RunningProcess::runs);

        // When
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + launcher.pid())
                .start()
                .waitFor();
        // Broker and registry may write their shared archives first, one after the other
        assertThat(launcher.waitFor(150, TimeUnit.SECONDS)).isTrue();

        // Then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(processes).noneMatch(RunningProcess::runs));
    }

    @Test
    void survivesItsLauncherWhenDetachedAndIsStoppedLater() throws Exception {
        // Given
        var settings = settings(folder);
        try (var system = LocalSystem.start(settings, StartListener.SILENT, NO_SERVICES)) {
            system.detach();
        }
        var description = RunDirectory.find(settings.directory()).orElseThrow();
        assertThat(description.runs()).isTrue();

        // When
        RunDirectory.stop(description);

        // Then
        assertThat(description.runs()).isFalse();
    }

    @Test
    void stoppingASystemEndsItsLauncherInOrder() throws Exception {
        // Given a launcher in a JVM of its own
        var settings = settings(folder);
        var launcher = started(settings);
        var description = RunDirectory.find(settings.directory()).orElseThrow();

        // When another one would take its folder
        assertThatThrownBy(() -> LocalSystem.start(settings, StartListener.SILENT, NO_SERVICES))
                .hasMessageContaining("already runs in " + settings.directory());
        RunDirectory.stop(description);

        // Then
        assertThat(launcher.isAlive()).isFalse();
        assertThat(description.runs()).isFalse();
        assertThat(RunDirectory.find(settings.directory())).isEmpty();
    }

    @Test
    void startsAgainAtOnceAfterItsLauncherWasKilled() throws Exception {
        // Given
        var settings = settings(folder);
        var launcher = started(settings);

        // When
        launcher.destroyForcibly().waitFor();

        // Then
        try (var system = LocalSystem.start(settings, StartListener.SILENT, NO_SERVICES)) {
            assertThat(system.ended()).isEmpty();
        }
    }

    @Test
    void aFolderHasOneLauncherAlsoWhileItStarts() {
        // Given
        var directory = folder.resolve("run");
        try (var taken = DirectoryLock.take(directory)) {
            // When / Then
            assertThatThrownBy(() -> DirectoryLock.take(directory))
                    .hasMessageContaining("is starting or stopping a system in " + directory);
        }
        DirectoryLock.take(directory).close();
    }

    private static Process started(SystemSettings settings) throws IOException {
        var launcher = launcher(settings);
        var output = new BufferedReader(new InputStreamReader(launcher.getInputStream(), StandardCharsets.UTF_8));
        assertThat(output.readLine()).isEqualTo("started");
        return launcher;
    }

    private static Process launcher(SystemSettings settings) throws IOException {
        var command = new ArrayList<>(List.of(
                // A build in the background ignores SIGINT, and so do its children unless told otherwise.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + "promptstream.registry.archive=" + System.getProperty("promptstream.registry.archive"),
                "-cp",
                System.getProperty("java.class.path"),
                HeldLauncher.class.getName(),
                settings.root().toString(),
                settings.directory().toString(),
                settings.modelDirectory().toString()));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        return builder.start();
    }

    static SystemSettings settings(Path folder) throws IOException {
        var model = Files.createDirectories(folder.resolve("model"));
        Files.writeString(model.resolve("config.json"), "{}");
        var root = Path.of(System.getProperty("promptstream.root"));
        return new SystemSettings(root, folder.resolve("run"), model, false, false, Duration.ofMinutes(2), Map.of(), 1);
    }

    private ManagedProcess sleepIn(Path directory) {
        return ManagedProcess.start("sleep", List.of("sleep", "300"), directory, folder.resolve("sleep.log"));
    }
}
