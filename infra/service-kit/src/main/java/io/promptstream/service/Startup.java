package io.promptstream.service;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.promptstream.event.Task;
import io.promptstream.schemas.registry.SchemaRegistryClient;
import io.promptstream.schemas.topic.TopicAdmin;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.schemas.topic.TopicMismatchException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a service to work once its HTTP server answers: waits for broker and registry, creates missing topics, starts
 * the components, the tasks first. A topic that contradicts the catalogue ends the process.
 */
@Singleton
final class Startup implements ApplicationEventListener<ServerStartupEvent> {
    private static final Logger log = LoggerFactory.getLogger(Startup.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int UNKNOWN_VARIABLE = 2;
    private static final int CONTRADICTED_TOPIC = 3;

    private final ServiceConfiguration configuration;
    private final KafkaClients clients;
    private final TopicCatalogue catalogue;
    private final SchemaRegistryClient registry;
    private final List<DeclaredVariables> variables;
    private final List<ServiceComponent> components;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final List<ServiceComponent> started = new ArrayList<>();
    private volatile ComponentHealth health = ComponentHealth.failing("not started");

    Startup(
            ServiceConfiguration configuration,
            KafkaClients clients,
            TopicCatalogue catalogue,
            SchemaRegistryClient registry,
            CompactedTopic<Task> tasks,
            List<DeclaredVariables> variables,
            List<ServiceComponent> components) {
        this.configuration = configuration;
        this.clients = clients;
        this.catalogue = catalogue;
        this.registry = registry;
        this.variables = variables;
        this.components = new ArrayList<>();
        this.components.add(tasks);
        components.stream().filter(component -> component != tasks).forEach(this.components::add);
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        List<String> unknown = UnknownVariables.in(System.getenv(), variables);
        if (!unknown.isEmpty()) {
            unknown.forEach(log::error);
            Runtime.getRuntime().exit(UNKNOWN_VARIABLE);
        }
        new Thread(this::startAll, "startup").start();
    }

    /** Whether topics and registry were found and the components started. */
    ComponentHealth health() {
        return health;
    }

    List<ServiceComponent> components() {
        return components;
    }

    private void startAll() {
        while (!prepared()) {
            try {
                if (stopRequested.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        synchronized (started) {
            for (ServiceComponent component : components) {
                if (stopRequested.getCount() == 0) {
                    return;
                }
                component.start();
                started.add(component);
            }
        }
        health = ComponentHealth.working("started");
        log.info("Started {}", components.stream().map(ServiceComponent::name).toList());
    }

    private boolean prepared() {
        try (Admin admin = clients.admin()) {
            new TopicAdmin(admin).ensure(catalogue.all(), (short) configuration.replicationFactor());
            // Answers only where the registry is there and lets this service in.
            registry.compatibility();
            return true;
        } catch (TopicMismatchException e) {
            log.error("This service does not run on a topic that contradicts the catalogue: {}", e.getMessage());
            Runtime.getRuntime().exit(CONTRADICTED_TOPIC);
            return false;
        } catch (RuntimeException e) {
            health = ComponentHealth.failing(String.valueOf(e.getMessage()));
            log.warn("Not ready yet: {}", e.getMessage());
            return false;
        }
    }

    @PreDestroy
    void stop() {
        stopRequested.countDown();
        synchronized (started) {
            started.reversed().forEach(ServiceComponent::stop);
            started.clear();
        }
        health = ComponentHealth.failing("stopped");
    }
}
