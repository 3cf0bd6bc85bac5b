package io.promptstream.reward.dashboard.kafka;

import io.promptstream.reward.dashboard.SystemState.Health;
import io.promptstream.reward.dashboard.SystemState.ServiceState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Asks the services for their health. The loop works without it: it is for people to look at. */
public final class ServiceHealthProbe implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, URI> addresses;
    private final Supplier<ServiceState> own;
    private final Clock clock;

    /**
     * @param addresses base URLs of the other services by name
     * @param own this service's health
     */
    public ServiceHealthProbe(Map<String, URI> addresses, Supplier<ServiceState> own, Clock clock) {
        this.addresses = new TreeMap<>(addresses);
        this.own = own;
        this.clock = clock;
    }

    List<ServiceState> look() {
        List<CompletableFuture<ServiceState>> asked = new ArrayList<>();
        addresses.forEach((name, address) -> asked.add(ask(name, address)));
        List<ServiceState> states = new ArrayList<>();
        asked.forEach(answer -> states.add(answer.join()));
        states.add(own.get());
        return states;
    }

    private CompletableFuture<ServiceState> ask(String name, URI address) {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/health"))
                .timeout(PATIENCE)
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .thenApply(answer -> answer.statusCode() == 200
                        ? state(name, Health.UP, "", address)
                        : state(name, Health.DOWN, "says that it is not ready: see its /health", address))
                .exceptionally(failure -> state(
                        name,
                        Health.DOWN,
                        failure.getCause() instanceof IOException io
                                ? "does not answer (" + io.getClass().getSimpleName() + ")"
                                : "does not answer",
                        address));
    }

    private ServiceState state(String name, Health status, String detail, URI address) {
        return new ServiceState(name, status, detail, address.toString(), clock.instant());
    }

    @Override
    public void close() {
        http.close();
    }
}
