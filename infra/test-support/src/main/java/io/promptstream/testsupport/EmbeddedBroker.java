package io.promptstream.testsupport;

import io.promptstream.platform.BrokerProperties;
import io.promptstream.platform.FreePorts;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/** Kafka's own server in the JVM of the tests: starts in two to three seconds and needs nothing installed. */
final class EmbeddedBroker implements TestBroker {

    private final int port;
    private final KafkaRaftServer server;

    private EmbeddedBroker(int port, KafkaRaftServer server) {
        this.port = port;
        this.server = server;
    }

    static EmbeddedBroker start(Path directory) {
        int port = FreePorts.next();
        var properties = BrokerProperties.of(directory.resolve("kafka-data"), port, FreePorts.next(), Map.of());
        BrokerProperties.format(properties, directory.resolve("kafka.properties"));
        var server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(port, server);
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
