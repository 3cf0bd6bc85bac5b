package io.promptstream.platform;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** One Kafka broker (KRaft, broker and controller in one node) in a JVM of its own. */
public final class KafkaBrokerProcess extends PlatformProcess {

    private static final String LOGBACK = "broker-logback.xml";

    private final BrokerSettings settings;
    private final int port;

    private KafkaBrokerProcess(BrokerSettings settings, int port, int controllerPort) {
        super(() -> launch(settings, port, controllerPort));
        this.settings = settings;
        this.port = port;
    }

    /**
     * Formats the data folder if it is new, starts the broker and returns when it answers.
     *
     * @throws PlatformException if it cannot be started or is not ready in time, with the last lines of its log
     */
    public static KafkaBrokerProcess start(BrokerSettings settings) {
        settings.java().requireRecent();
        int port = FreePorts.orFree(settings.port(), "the Kafka broker");
        int controllerPort = FreePorts.orFree(settings.controllerPort(), "the Kafka controller");
        return new KafkaBrokerProcess(settings, port, controllerPort);
    }

    /** Host and port for clients. */
    public String bootstrapServers() {
        return address(port);
    }

    /** The file with the broker's log. */
    public Path log() {
        return log(settings);
    }

    private static String address(int port) {
        return "127.0.0.1:" + port;
    }

    private static Path log(BrokerSettings settings) {
        return settings.logDirectory().resolve("kafka.log");
    }

    private static ManagedProcess launch(BrokerSettings settings, int port, int controllerPort) {
        var properties = BrokerProperties.of(settings.dataDirectory(), port, controllerPort, settings.overrides());
        if (StaleRegistration.mayBeIn(settings.dataDirectory())) {
            withdrawRegistration(
                    settings, BrokerProperties.ofControllerAlone(properties, controllerPort), controllerPort);
        }
        var broker = startNode("Kafka broker", settings, properties, archive(settings));
        broker.awaitReady(() -> answers(port), settings.startTimeout());
        return broker;
    }

    private static void withdrawRegistration(
            BrokerSettings settings, Map<String, String> properties, int controllerPort) {
        var controller = startNode("Kafka controller", settings, properties, List.of());
        controller.awaitReady(
                () -> accepts(controllerPort)
                        && StaleRegistration.withdraw(address(controllerPort), BrokerProperties.NODE),
                settings.startTimeout());
        controller.stop();
    }

    private static List<String> archive(BrokerSettings settings) {
        var folder = settings.archiveFolder();
        return folder == null ? List.of() : SharedArchive.options(folder, "broker", classPath(settings));
    }

    private static String classPath(BrokerSettings settings) {
        return settings.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static ManagedProcess startNode(
            String name, BrokerSettings settings, Map<String, String> properties, List<String> archive) {
        var configuration = settings.logDirectory().resolve("kafka.properties").toAbsolutePath();
        BrokerProperties.format(properties, configuration);
        var logback = copyLogback(settings.logDirectory());
        var command = new ArrayList<String>();
        command.add(settings.java().executable().toString());
        command.add("-Xmx" + settings.heapMegabytes() + "m");
        // Its heap is small, and a collector with threads of its own would only take from the services.
        command.add("-XX:+UseSerialGC");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dlogback.configurationFile=" + logback);
        command.add("-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider");
        command.addAll(archive);
        command.addAll(List.of("-cp", classPath(settings), "kafka.Kafka", configuration.toString()));
        return ManagedProcess.start(name, command, settings.logDirectory(), log(settings));
    }

    private static Path copyLogback(Path directory) {
        var target = directory.resolve(LOGBACK).toAbsolutePath();
        try (var resource = Objects.requireNonNull(KafkaBrokerProcess.class.getResourceAsStream(LOGBACK), LOGBACK)) {
            Files.copy(resource, target, StandardCopyOption.REPLACE_EXISTING);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean answers(int port) {
        // An admin client on a closed port fills the caller's log with warnings.
        if (!accepts(port)) {
            return false;
        }
        try (var admin = Probe.admin(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address(port))) {
            return !admin.describeCluster()
                    .nodes()
                    .get(Probe.MILLIS, TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Probe.MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
