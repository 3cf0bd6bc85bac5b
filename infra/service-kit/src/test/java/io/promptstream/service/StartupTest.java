package io.promptstream.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.promptstream.kafka.ComponentHealth;
import io.promptstream.kafka.ServiceComponent;
import io.promptstream.schemas.topic.TopicMismatchException;
import io.promptstream.schemas.topic.TopicMismatchException.Mismatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StartupTest {
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofHours(1);

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<ServiceComponent> components = List.of(component("tasks"), component("loop"));

    @Test
    void startsTheComponentsInOrderAndStopsThemInReverse() {
        // Given
        Startup startup = startup(() -> events.add("prepare"), NEVER);

        // When
        startup.begin();
        await().untilAsserted(() -> assertThat(startup.health().working()).isTrue());
        startup.stop();

        // Then
        assertThat(events).containsExactly("prepare", "start tasks", "start loop", "stop loop", "stop tasks");
        assertThat(startup.health()).isEqualTo(ComponentHealth.failing("stopped"));
    }

    @Test
    void triesAgainUntilThePlatformIsThere() {
        // Given
        AtomicInteger attempts = new AtomicInteger();
        Startup startup = startup(
                () -> {
                    events.add("prepare");
                    if (attempts.incrementAndGet() < 3) {
                        throw new IllegalStateException("no broker");
                    }
                },
                SOON);

        // When
        startup.begin();

        // Then
        await().untilAsserted(() -> assertThat(startup.health().working()).isTrue());
        assertThat(events).containsExactly("prepare", "prepare", "prepare", "start tasks", "start loop");
    }

    @Test
    void saysWhatIsMissingAndStartsNothingWhenStoppedBeforeItIsThere() {
        // Given
        Startup startup = startup(
                () -> {
                    throw new IllegalStateException("no broker");
                },
                NEVER);

        // When
        startup.begin();
        await().untilAsserted(() -> assertThat(startup.health()).isEqualTo(ComponentHealth.failing("no broker")));
        startup.stop();

        // Then
        assertThat(startup.health()).isEqualTo(ComponentHealth.failing("stopped"));
        assertThat(events).isEmpty();
    }

    @Test
    void startsNoFurtherComponentOnceItIsToStop() {
        // Given
        CompletableFuture<Startup> itself = new CompletableFuture<>();
        ServiceComponent first = new FakeComponent("first", () -> {
            Thread stop = new Thread(() -> itself.join().stop());
            stop.start();
            await().until(() -> stop.getState() == Thread.State.BLOCKED);
        });
        Startup startup = new Startup(
                () -> {}, List.of(first, component("second")), List.of(), NEVER, status -> events.add("exit"));
        itself.complete(startup);

        // When
        startup.begin();

        // Then
        await().untilAsserted(() -> assertThat(startup.health()).isEqualTo(ComponentHealth.failing("stopped")));
        assertThat(events).containsExactly("start first", "stop first");
    }

    @Test
    void endsTheProcessOnATopicThatContradictsTheCatalogue() {
        // Given
        Startup startup = startup(
                () -> {
                    throw new TopicMismatchException(List.of(new Mismatch("tasks", "partitions", "4", "1")));
                },
                SOON);

        // When
        startup.begin();

        // Then
        await().untilAsserted(() -> assertThat(events).containsExactly("exit " + Startup.CONTRADICTED_TOPIC));
        assertThat(startup.health().detail()).contains("tasks", "partitions");
    }

    @Test
    void startsThoughThereIsAVariableThatNothingReads() {
        // Given
        Startup startup = new Startup(
                () -> events.add("prepare"),
                components,
                List.of("PROMPTSTREAM_PARTITION is not known"),
                SOON,
                status -> events.add("exit " + status));

        // When
        startup.begin();

        // Then
        await().untilAsserted(() -> assertThat(startup.health().working()).isTrue());
        assertThat(events).containsExactly("prepare", "start tasks", "start loop");
    }

    @Test
    void movesTheTasksToTheFront() {
        // Given
        ServiceComponent tasks = component("tasks");
        ServiceComponent loop = component("loop");

        // When / Then
        assertThat(Startup.withFirst(tasks, List.of(loop, tasks))).containsExactly(tasks, loop);
    }

    private Startup startup(Preparation preparation, Duration pause) {
        return new Startup(preparation, components, List.of(), pause, status -> events.add("exit " + status));
    }

    private ServiceComponent component(String name) {
        return new FakeComponent(name, () -> {});
    }

    private final class FakeComponent implements ServiceComponent {
        private final String name;
        private final Runnable work;

        FakeComponent(String name, Runnable work) {
            this.name = name;
            this.work = work;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void start() {
            events.add("start " + name);
            work.run();
        }

        @Override
        public void stop() {
            events.add("stop " + name);
        }

        @Override
        public ComponentHealth health() {
            return ComponentHealth.working("fake");
        }
    }
}
