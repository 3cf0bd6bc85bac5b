package io.promptstream.service;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.promptstream.event.Task;
import io.promptstream.kafka.CompactedTopic;
import io.promptstream.kafka.ComponentHealth;
import io.promptstream.kafka.ServiceComponent;
import io.promptstream.schemas.topic.TopicMismatchException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a service to work once its HTTP server answers: waits for broker and registry, creates missing topics, starts
 * the components, the tasks first. A topic that contradicts the catalogue ends the process.
 */
@Singleton
final class Startup implements ApplicationEventListener<ServerStartupEvent> {
    static final int CONTRADICTED_TOPIC = 3;
    private static final Logger log = LoggerFactory.getLogger(Startup.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Preparation preparation;
    private final List<ServiceComponent> components;
    private final List<String> unknownVariables;
    private final Duration pause;
    private final IntConsumer exit;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final List<ServiceComponent> started = new ArrayList<>();
    private volatile ComponentHealth health = ComponentHealth.failing("not started");

    @Inject
    Startup(
            Preparation preparation,
            CompactedTopic<Task> tasks,
            List<ServiceComponent> components,
            List<DeclaredVariables> variables) {
        this(
                preparation,
                withFirst(tasks, components),
                UnknownVariables.in(
                        EnvironmentVariables.of(System.getenv()).settings().keySet(), variables),
                PAUSE,
                Runtime.getRuntime()::exit);
    }

    /**
     * @param components in the order of their start
     * @param pause between two attempts to prepare
     * @param exit ends the process with a status
     */
    Startup(
            Preparation preparation,
            List<ServiceComponent> components,
            List<String> unknownVariables,
            Duration pause,
            IntConsumer exit) {
        this.preparation = preparation;
        this.components = List.copyOf(components);
        this.unknownVariables = unknownVariables;
        this.pause = pause;
        this.exit = exit;
    }

    static List<ServiceComponent> withFirst(ServiceComponent first, List<ServiceComponent> components) {
        return Stream.concat(Stream.of(first), components.stream().filter(component -> !component.equals(first)))
                .toList();
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        begin();
    }

    void begin() {
        // No reason to end: in a cluster, others than its operator set variables too.
        unknownVariables.forEach(log::warn);
        new Thread(this::startAll, "startup").start();
    }

    /** Whether topics and registry were found and the components started. */
    ComponentHealth health() {
        return health;
    }

    /** In the order of their start. */
    List<ServiceComponent> components() {
        return components;
    }

    private void startAll() {
        try {
            while (!prepared()) {
                if (stopRequested.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            startComponents();
        } catch (TopicMismatchException e) {
            health = ComponentHealth.failing(String.valueOf(e.getMessage()));
            log.error("This service does not run on a topic that contradicts the catalogue: {}", e.getMessage());
            exit.accept(CONTRADICTED_TOPIC);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean prepared() {
        try {
            preparation.prepare();
            return true;
        } catch (TopicMismatchException e) {
            throw e;
        } catch (RuntimeException e) {
            health = ComponentHealth.failing(String.valueOf(e.getMessage()));
            log.warn("Not ready yet: {}", e.getMessage());
            return false;
        }
    }

    private void startComponents() {
        synchronized (started) {
            for (ServiceComponent component : components) {
                if (stopRequested.getCount() == 0) {
                    return;
                }
                component.start();
                started.add(component);
            }
            health = ComponentHealth.working("started");
        }
        log.info("Started {}", components.stream().map(ServiceComponent::name).toList());
    }

    @PreDestroy
    void stop() {
        stopRequested.countDown();
        synchronized (started) {
            started.reversed().forEach(ServiceComponent::stop);
            started.clear();
            health = ComponentHealth.failing("stopped");
        }
    }
}
