package io.promptstream.platform;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to run a broker.
 *
 * @param dataDirectory where its data live; kept at the end, so that a later start continues with them
 * @param logDirectory where {@code kafka.log} and the generated configuration go
 * @param java what runs it
 * @param port port for clients on 127.0.0.1; 0 picks a free one
 * @param controllerPort port of the controller; 0 picks a free one
 * @param classPath jars with {@code kafka.Kafka}, all it needs, and Logback
 * @param archiveFolder where the broker's {@link SharedArchive} is kept; null for none
 * @param heapMegabytes most heap memory of its JVM, in MiB
 * @param startTimeout how long it may take to be ready; after a kill its controller, which is started first, may take as
 *     long
 * @param overrides broker properties that win over those of {@link BrokerProperties}
 */
public record BrokerSettings(
        Path dataDirectory,
        Path logDirectory,
        JavaRuntime java,
        int port,
        int controllerPort,
        List<Path> classPath,
        @Nullable Path archiveFolder,
        int heapMegabytes,
        Duration startTimeout,
        Map<String, String> overrides) {

    private static final int SMALLEST_HEAP = 128;

    /** Seconds are the rule; a machine that compiles and trains at the same time has needed minutes. */
    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);

    public BrokerSettings {
        classPath = List.copyOf(classPath);
        overrides = Map.copyOf(overrides);
        if (classPath.isEmpty()) {
            throw new IllegalArgumentException(
                    "classPath is empty: give the jars of Kafka, as classPath()'s default does");
        }
        if (heapMegabytes < SMALLEST_HEAP) {
            throw new IllegalArgumentException("heapMegabytes is " + heapMegabytes + ": give at least " + SMALLEST_HEAP
                    + ", a broker does not start with less");
        }
    }

    /** A broker whose data and logs go below {@code directory}, with free ports and the calling JVM's class path and runtime. */
    public static BrokerSettings in(Path directory) {
        return new BrokerSettings(
                directory.resolve("kafka-data"),
                directory.resolve("logs"),
                JavaRuntime.current(),
                0,
                0,
                currentClassPath(),
                null,
                512,
                START_TIMEOUT,
                Map.of());
    }

    public BrokerSettings withPort(int clientPort) {
        return new BrokerSettings(
                dataDirectory,
                logDirectory,
                java,
                clientPort,
                controllerPort,
                classPath,
                archiveFolder,
                heapMegabytes,
                startTimeout,
                overrides);
    }

    /** With these jars, and with the folder where their {@link SharedArchive} is kept. */
    public BrokerSettings withClassPath(List<Path> jars, Path folder) {
        return new BrokerSettings(
                dataDirectory,
                logDirectory,
                java,
                port,
                controllerPort,
                jars,
                folder,
                heapMegabytes,
                startTimeout,
                overrides);
    }

    public BrokerSettings withOverrides(Map<String, String> brokerProperties) {
        return new BrokerSettings(
                dataDirectory,
                logDirectory,
                java,
                port,
                controllerPort,
                classPath,
                archiveFolder,
                heapMegabytes,
                startTimeout,
                brokerProperties);
    }

    private static List<Path> currentClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
    }
}
