package io.promptstream.platform;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import kafka.tools.StorageTool;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;

/** The {@code server.properties} of a single KRaft node that is broker and controller at once. */
public final class BrokerProperties {

    static final int NODE = 1;

    private static final String HOST = "127.0.0.1";

    private BrokerProperties() {}

    /**
     * The settings of one node.
     *
     * @param data folder of the node's data, which must be formatted with {@link #format} before the first start
     * @param port port of the listener for clients
     * @param controllerPort port of the controller's listener
     * @param overrides added last; they win over everything else
     */
    public static Map<String, String> of(Path data, int port, int controllerPort, Map<String, String> overrides) {
        var properties = new TreeMap<String, String>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(NODE));
        // Static voters: a single node then needs no bootstrap of the controller quorum.
        properties.put("controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort);
        properties.put("listeners", "PLAINTEXT://" + HOST + ":" + port + "," + controllerListener(controllerPort));
        properties.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", data.toAbsolutePath().toString());
        // A misspelt topic name must fail, not make a topic.
        properties.put("auto.create.topics.enable", "false");
        // One machine's clients: more threads only wake one another up. The purgatories, the log and the coordinators
        // have
        // theirs besides.
        properties.put("num.network.threads", "1");
        properties.put("num.io.threads", "4");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("log.cleaner.dedupe.buffer.size", "2097152");
        for (var internal : List.of("offsets.topic.", "transaction.state.log.", "share.coordinator.state.topic.")) {
            properties.put(internal + "replication.factor", "1");
            // The default of 50 partitions each only lengthens the start of a single node.
            properties.put(internal + "num.partitions", "8");
        }
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.putAll(overrides);
        return Map.copyOf(properties);
    }

    /** The same node with its broker omitted, so that only the controller's listener opens. */
    static Map<String, String> ofControllerAlone(Map<String, String> node, int controllerPort) {
        var properties = new TreeMap<>(node);
        properties.put("process.roles", "controller");
        properties.put("listeners", controllerListener(controllerPort));
        properties.remove("advertised.listeners");
        return Map.copyOf(properties);
    }

    /**
     * Writes the properties to {@code file} and, unless the data folder has been formatted before, formats it.
     *
     * @throws PlatformException if Kafka's storage tool refuses; the message carries its output
     */
    public static void format(Map<String, String> properties, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            store(properties, file);
            var data = Path.of(properties.getOrDefault("log.dirs", ""));
            if (Files.exists(data.resolve("meta.properties"))) {
                return;
            }
            Files.createDirectories(data);
            runStorageTool(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String controllerListener(int controllerPort) {
        return "CONTROLLER://" + HOST + ":" + controllerPort;
    }

    private static void store(Map<String, String> properties, Path file) throws IOException {
        var sorted = new Properties();
        sorted.putAll(properties);
        try (OutputStream out = Files.newOutputStream(file)) {
            sorted.store(out, null);
        }
    }

    private static void runStorageTool(Path file) {
        var output = new ByteArrayOutputStream();
        var arguments = new ArrayList<String>();
        arguments.add("format");
        arguments.add("--cluster-id");
        arguments.add(Uuid.randomUuid().toString());
        arguments.add("--config");
        arguments.add(file.toString());
        try (var print = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            int status = StorageTool.execute(arguments.toArray(String[]::new), print);
            if (status != 0) {
                throw new PlatformException("Kafka's storage tool refused to format the folder of " + file + ":\n"
                        + output.toString(StandardCharsets.UTF_8).strip());
            }
        } catch (KafkaException e) {
            throw new PlatformException("Kafka refuses the settings in " + file + ": " + e.getMessage(), e);
        }
    }
}
