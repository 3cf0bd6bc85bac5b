package io.promptstream.local.system;

import io.promptstream.platform.KafkaBrokerProcess;
import io.promptstream.platform.PlatformProcess;
import io.promptstream.platform.SchemaRegistryProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A broker, a schema registry and the services, each a process of its own on this machine.
 *
 * <p>Whatever ends the launcher ends them: {@link #close}, Ctrl-C and a termination signal (both by a shutdown hook), a
 * failure during the start, and also a launcher that is killed (by {@link ProcessGuard}). Only {@link #detach} leaves them running.
 */
public final class LocalSystem implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final SystemSettings settings;
    private final StartListener listener;
    private final StartProgressReporter starts;
    private final DirectoryLock lock;
    private final ProcessGuard guard;
    private final Thread hook;
    private final Services services;
    private @Nullable KafkaBrokerProcess broker;
    private @Nullable SchemaRegistryProcess registry;
    private volatile boolean closed;

    private LocalSystem(SystemSettings settings, StartListener listener, DirectoryLock lock) {
        this.lock = lock;
        this.settings = settings;
        this.services = new Services(settings);
        this.listener = listener;
        this.starts = new StartProgressReporter(listener);
        this.guard = ProcessGuard.over(settings.directory());
        this.hook = Thread.ofPlatform().name("stop-system").unstarted(this::stopAll);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts everything and returns when every part says that it is ready.
     *
     * @throws SystemException if the directory already holds a running system
     * @throws io.promptstream.platform.PlatformException if a part does not start; nothing is left running then
     */
    public static LocalSystem start(SystemSettings settings, StartListener listener) {
        return start(settings, listener, List.of(ServiceKind.values()));
    }

    /** Starts the broker, the registry and only some of the services. */
    public static LocalSystem start(SystemSettings settings, StartListener listener, List<ServiceKind> wanted) {
        RunDirectory.find(settings.directory()).filter(SystemDescription::runs).ifPresent(running -> {
            if (!running.isOrphaned()) {
                throw new SystemException("A system already runs in " + running.directory()
                        + ": stop it with 'promptstream down', or give another --directory");
            }
            RunDirectory.stop(running);
        });
        var lock = DirectoryLock.take(settings.directory());
        var system = new LocalSystem(settings, listener, lock);
        try {
            system.startPlatform();
            system.services.start(
                    wanted, system.bootstrapServers(), system.registryUrl(), listener, () -> system.closed);
            RunDirectory.write(system.description());
            return system;
        } catch (RuntimeException e) {
            system.close();
            throw e;
        }
    }

    public String bootstrapServers() {
        return kafka().bootstrapServers();
    }

    public String registryUrl() {
        return schemas().url();
    }

    /** The broker, to be stopped or killed and started again on the same port and data. */
    public PlatformProcess broker() {
        return kafka();
    }

    /** The schema registry, to be stopped or killed and started again on the same port and data. */
    public PlatformProcess registry() {
        return schemas();
    }

    /** Base URL of a service's HTTP interface, of its first process where it has several; empty where it was not started. */
    public String url(ServiceKind kind) {
        return services.url(kind);
    }

    /** Base URL of the HTTP interface of one process of a service. */
    public String url(ServiceInstance instance) {
        return services.process(instance).url();
    }

    /** Every process of a service that was started. */
    public List<ServiceInstance> instances() {
        return services.instances();
    }

    /** Where everything answers now. */
    public SystemDescription description() {
        var processes = new ArrayList<RunningProcess>();
        processes.add(RunningProcess.of(
                "broker", kafka().pid(), bootstrapServers(), kafka().log().toString()));
        processes.add(RunningProcess.of(
                "registry", schemas().pid(), registryUrl(), schemas().log().toString()));
        processes.addAll(services.descriptions());
        return new SystemDescription(
                settings.directory().toString(),
                Instant.now(),
                bootstrapServers(),
                registryUrl(),
                url(ServiceKind.POLICY),
                url(ServiceKind.TASK),
                url(ServiceKind.REWARD),
                settings.modelDirectory().toString(),
                settings.models().names(),
                closed
                        ? null
                        : RunningProcess.of("launcher", ProcessHandle.current().pid(), "", ""),
                processes);
    }

    /** Ends a process of a service at once, as {@code kill -9} does. */
    public void kill(ServiceInstance instance) {
        services.process(instance).kill();
    }

    /** Starts a killed process again and returns when it is ready. */
    public void restart(ServiceInstance instance) {
        restart(instance, Map.of());
    }

    /** As {@link #restart(ServiceInstance)}, from now on with further environment variables. */
    public void restart(ServiceInstance instance, Map<String, String> environment) {
        services.process(instance).restart(environment);
    }

    /**
     * Deletes what a process of a service keeps on disk, as a lost disk does.
     *
     * @throws SystemException if it runs
     */
    public void deleteState(ServiceInstance instance) {
        if (services.process(instance).isAlive()) {
            throw new SystemException("The " + instance.name() + " runs: kill it before its state is deleted");
        }
        RunDirectory.deleteTree(settings.stateDirectory(instance));
    }

    /** Names of the parts that have ended although nobody stopped the system. */
    public List<String> ended() {
        if (closed) {
            return List.of();
        }
        return description().processes().stream()
                .filter(process -> !process.runs())
                .map(process -> process.name() + lastError(process.name()) + " (log: " + process.log() + ")")
                .toList();
    }

    private String lastError(String name) {
        var reason = services.lastError(name);
        return reason.isEmpty() ? "" : ": " + reason;
    }

    /** Leaves everything running when the launcher ends; {@code promptstream down} stops it. */
    public synchronized void detach() {
        closed = true;
        Runtime.getRuntime().removeShutdownHook(hook);
        guard.release();
        guard.close();
        RunDirectory.write(description());
        lock.close();
    }

    /** Stops everything in order: services, registry, broker. No process is left. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM already stops, and the hook does the work.
            return;
        }
        stopAll();
    }

    private KafkaBrokerProcess kafka() {
        return Objects.requireNonNull(broker, "the broker was not started");
    }

    private SchemaRegistryProcess schemas() {
        return Objects.requireNonNull(registry, "the registry was not started");
    }

    private void startPlatform() {
        Parallel.run(
                "start",
                List.of(
                        () -> starts.announce("Kafka broker", () -> {
                            broker = KafkaBrokerProcess.start(settings.broker());
                            return broker.bootstrapServers();
                        }),
                        () -> starts.announce("schema registry", () -> {
                            registry = SchemaRegistryProcess.start(settings.registry());
                            return registry.url();
                        })));
    }

    private synchronized void stopAll() {
        if (closed) {
            return;
        }
        closed = true;
        listener.stopping();
        services.stop();
        if (registry != null) {
            registry.close();
        }
        if (broker != null) {
            broker.close();
        }
        // Also what was being started at this moment.
        guard.guarded()
                .forEach(process -> RunningProcess.of("", process.pid(), "", "").stop(GRACE));
        guard.close();
        RunDirectory.remove(settings.directory());
        if (settings.temporary()) {
            RunDirectory.deleteData(settings.directory());
        }
        lock.close();
    }
}
