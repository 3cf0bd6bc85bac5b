package io.promptstream.local.system;

import io.promptstream.platform.JavaRuntime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** The processes of a system's services. */
final class Services {

    private final SystemSettings settings;
    private final Map<ServiceInstance, LaunchedService> processes = new LinkedHashMap<>();

    Services(SystemSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts services and returns when all are ready.
     *
     * @param interrupted whether the system is being stopped, so that no further process may be started
     */
    void start(
            List<ServiceKind> wanted,
            String bootstrapServers,
            String registryUrl,
            StartListener listener,
            BooleanSupplier interrupted) {
        var ports = ports(wanted);
        ports.forEach((instance, port) -> {
            if (interrupted.getAsBoolean()) {
                throw new SystemException("The start was interrupted");
            }
            var environment = ServiceEnvironment.of(instance, settings, bootstrapServers, registryUrl, ports);
            processes.put(
                    instance, LaunchedService.start(instance, settings, JavaRuntime.current(), port, environment));
        });
        var starts = new StartProgressReporter(listener);
        Parallel.run(
                "start",
                processes.entrySet().stream()
                        .<Runnable>map(service -> () -> await(service.getKey(), service.getValue(), starts, listener))
                        .toList());
    }

    private static void await(
            ServiceInstance instance, LaunchedService process, StartProgressReporter starts, StartListener listener) {
        starts.announce(instance.name(), () -> {
            process.awaitReady(problem -> listener.waiting(instance.name(), problem));
            return process.url();
        });
    }

    private Map<ServiceInstance, Integer> ports(List<ServiceKind> wanted) {
        var ports = new LinkedHashMap<ServiceInstance, Integer>();
        IntStream.rangeClosed(1, settings.instances())
                .forEach(number -> wanted.forEach(kind -> {
                    boolean usual = settings.usualPorts() && number == 1;
                    ports.put(new ServiceInstance(kind, number), Address.port(kind.usualPort(), usual));
                }));
        return ports;
    }

    /** One of the processes that were started. */
    LaunchedService process(ServiceInstance instance) {
        return Objects.requireNonNull(processes.get(instance), instance.name() + " was not started");
    }

    /** Base URL of the service's first process; empty where it was not started. */
    String url(ServiceKind kind) {
        var first = processes.get(ServiceInstance.first(kind));
        return first == null ? "" : first.url();
    }

    List<ServiceInstance> instances() {
        return List.copyOf(processes.keySet());
    }

    List<RunningProcess> descriptions() {
        return processes.values().stream().map(LaunchedService::description).toList();
    }

    /** Why the process of that name has ended, as far as its log says; empty for one that is no service. */
    String lastError(String name) {
        return processes.entrySet().stream()
                .filter(service -> service.getKey().name().equals(name))
                .flatMap(service -> service.getValue().lastError().stream())
                .findFirst()
                .orElse("");
    }

    /** Stops all processes at once, in order. */
    void stop() {
        Parallel.run(
                "stop",
                processes.values().stream()
                        .<Runnable>map(service -> service::stop)
                        .toList());
    }
}
