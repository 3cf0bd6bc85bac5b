package io.promptstream.testsupport;

import io.promptstream.platform.RegistrySettings;
import io.promptstream.platform.SchemaRegistryProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.io.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker and the registry of one JVM of tests; closed by JUnit when the last test is over. */
final class SharedPlatform implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SharedPlatform.class);

    private final Path directory;
    private final TestBroker broker;
    private final SchemaRegistryProcess registry;

    private SharedPlatform(Path directory, TestBroker broker, SchemaRegistryProcess registry) {
        this.directory = directory;
        this.broker = broker;
        this.registry = registry;
    }

    static SharedPlatform start(BrokerChoice choice) {
        var directory = newDirectory();
        // The two need nothing of each other; together they are ready twice as soon.
        var registry = CompletableFuture.supplyAsync(
                () -> SchemaRegistryProcess.start(RegistrySettings.in(directory)),
                command -> new Thread(command).start());
        try {
            var broker = startBroker(choice, directory);
            try {
                return new SharedPlatform(directory, broker, registry.join());
            } catch (RuntimeException e) {
                broker.close();
                throw e;
            }
        } catch (RuntimeException e) {
            registry.thenAccept(SchemaRegistryProcess::close)
                    .exceptionally(ignored -> null)
                    .join();
            throw e;
        }
    }

    KafkaEnvironment environment() {
        return new KafkaEnvironment(broker.bootstrapServers(), registry.url());
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
        FileUtils.deleteQuietly(directory.toFile());
    }

    private static TestBroker startBroker(BrokerChoice choice, Path directory) {
        return switch (choice) {
            case EMBEDDED -> EmbeddedBroker.start(directory);
            case DOCKER -> ContainerBroker.start();
            case AUTO -> containerOrEmbedded(directory);
        };
    }

    private static TestBroker containerOrEmbedded(Path directory) {
        if (!ContainerBroker.dockerAnswers()) {
            LOG.info("No Docker answers: testing on the embedded broker");
        } else if (!ContainerBroker.imageAvailable()) {
            LOG.warn("Docker answers but cannot get {}: testing on the embedded broker", ContainerBroker.IMAGE);
        } else {
            return ContainerBroker.start();
        }
        return EmbeddedBroker.start(directory);
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("promptstream-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
