package io.promptstream.testsupport;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Apache Kafka's official image under Testcontainers. */
final class ContainerBroker implements TestBroker {

    static final String IMAGE = "apache/kafka:4.3.1";

    private final KafkaContainer container;

    private ContainerBroker(KafkaContainer container) {
        this.container = container;
    }

    static boolean dockerAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /** Whether the image is there, or could be pulled now. Testcontainers itself retries a hopeless pull for minutes. */
    static boolean imageAvailable() {
        var client = DockerClientFactory.lazyClient();
        try {
            client.inspectImageCmd(IMAGE).exec();
            return true;
        } catch (NotFoundException absent) {
            return pull(client);
        }
    }

    private static boolean pull(DockerClient client) {
        try {
            return client.pullImageCmd(IMAGE).start().awaitCompletion(5, TimeUnit.MINUTES);
        } catch (DockerException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts the container; fails with Testcontainers' exception where Docker does not answer or lacks the image. */
    static ContainerBroker start() {
        var container = new KafkaContainer(DockerImageName.parse(IMAGE))
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1")
                .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1");
        // Seconds are the rule; a machine that compiles at the same time has needed more than the default minute.
        container.withStartupTimeout(Duration.ofMinutes(5)).start();
        return new ContainerBroker(container);
    }

    @Override
    public String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void close() {
        container.stop();
    }
}
