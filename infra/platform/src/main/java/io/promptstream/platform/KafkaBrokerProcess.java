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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * One Kafka broker (KRaft, broker and controller in one node) in a JVM of its own.
 *
 * <p>It can be stopped or killed and started again on the same data and ports. Nothing ends it when the calling JVM ends
 * without {@link #close}: a shutdown hook is the caller's matter.
 */
public final class KafkaBrokerProcess implements AutoCloseable {

    private static final String LOGBACK = "broker-logback.xml";
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final int PROBE_MILLIS = 2_000;

    private final BrokerSettings settings;
    private final int port;
    private final Map<String, String> properties;
    private ManagedProcess process;

    private KafkaBrokerProcess(BrokerSettings settings, int port, int controllerPort) {
        this.settings = settings;
        this.port = port;
        this.properties = BrokerProperties.of(settings.dataDirectory(), port, controllerPort, settings.overrides());
        this.process = launch();
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
        return "127.0.0.1:" + port;
    }

    /** The file with the broker's log. */
    public Path log() {
        return settings.logDirectory().resolve("kafka.log");
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Shuts the broker down in order; killed after a grace period. Its data stay. */
    public void stop() {
        process.stop(GRACE);
    }

    /** Ends the broker at once, as a crash does. Its data stay as they are. */
    public void kill() {
        process.kill();
    }

    /** Starts the broker again on the same data and ports, after stopping it where it still runs. */
    public void restart() {
        stop();
        process = launch();
    }

    @Override
    public void close() {
        stop();
    }

    private ManagedProcess launch() {
        var configuration = settings.logDirectory().resolve("kafka.properties").toAbsolutePath();
        BrokerProperties.format(properties, configuration);
        var logback = copyLogback();
        var command = List.of(
                settings.java().executable().toString(),
                "-Xmx" + settings.heapMegabytes() + "m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=" + logback,
                "-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider",
                "-cp",
                settings.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                "kafka.Kafka",
                configuration.toString());
        var started = ManagedProcess.start("Kafka broker", command, settings.logDirectory(), log());
        started.awaitReady(this::answers, settings.startTimeout());
        return started;
    }

    private Path copyLogback() {
        var target = settings.logDirectory().resolve(LOGBACK).toAbsolutePath();
        try (var resource = Objects.requireNonNull(KafkaBrokerProcess.class.getResourceAsStream(LOGBACK), LOGBACK)) {
            Files.copy(resource, target, StandardCopyOption.REPLACE_EXISTING);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        // An admin client on a closed port fills the caller's log with warnings.
        if (!accepts()) {
            return false;
        }
        var config = Map.<String, Object>of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                PROBE_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                PROBE_MILLIS);
        try (var admin = Admin.create(config)) {
            return !admin.describeCluster()
                    .nodes()
                    .get(PROBE_MILLIS, TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean accepts() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PROBE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
