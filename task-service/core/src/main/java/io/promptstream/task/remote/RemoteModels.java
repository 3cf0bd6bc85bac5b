package io.promptstream.task.remote;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.promptstream.task.remote.call.CallPace;
import io.promptstream.task.remote.call.ChatCall;
import io.promptstream.task.remote.call.ChatEndpoint;
import io.promptstream.task.remote.call.EndpointLimits;
import io.promptstream.task.remote.call.EndpointPause;
import io.promptstream.task.remote.call.HttpCalls;
import io.promptstream.task.remote.call.RemoteSettings;
import io.promptstream.task.remote.call.RetryRule;
import io.promptstream.task.remote.call.Sleeper;
import io.promptstream.task.remote.request.RemoteModelDefinition;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes the models of this process that stand behind endpoints. Definitions with the same base URL and key share the pauses
 * that the endpoint asks for; those with the same model besides share its limits. What they share is forgotten when nobody
 * has connected for an hour longer than a batch may take: no call is in flight then, and no pause lasts so long.
 */
public final class RemoteModels {
    static final Duration UNUSED = Duration.ofHours(1);

    private final RemoteSettings settings;
    private final HttpCalls http;
    private final UnaryOperator<@Nullable String> environment;
    private final InstantSource clock;
    private final InstantSource steady;
    private final Sleeper pause;
    private final RetryRule retries;
    private final Cache<Place, EndpointPause> pauses;
    private final Cache<ModelAt, EndpointLimits> traffic;

    private record Place(String baseUrl, Optional<String> apiKeyVariable) {
        static Place of(RemoteModelDefinition definition) {
            return new Place(normal(definition.baseUrl()), definition.apiKeyVariable());
        }
    }

    private record ModelAt(Place place, String name) {}

    /**
     * @param environment value of an environment variable; null where it is not set
     * @param clock the time of day, for dates that endpoints name
     * @param steady a time that is never set back, for limits
     */
    public RemoteModels(
            RemoteSettings settings,
            HttpClient http,
            UnaryOperator<@Nullable String> environment,
            InstantSource clock,
            InstantSource steady,
            Sleeper pause,
            RandomGenerator random) {
        this.settings = settings;
        this.http = new HttpCalls(http);
        this.environment = environment;
        this.clock = clock;
        this.steady = steady;
        this.pause = pause;
        this.retries = new RetryRule(random, longestPause(settings));
        this.pauses = unlessUnused();
        this.traffic = unlessUnused();
    }

    private <K, V> Cache<K, V> unlessUnused() {
        return Caffeine.newBuilder()
                .expireAfterAccess(settings.batchTimeout().plus(UNUSED))
                .ticker(() -> Duration.between(Instant.EPOCH, steady.instant()).toNanos())
                .executor(Runnable::run)
                .build();
    }

    /** Endpoints whose pauses, and models whose limits, are kept. */
    long kept() {
        pauses.cleanUp();
        traffic.cleanUp();
        return pauses.estimatedSize() + traffic.estimatedSize();
    }

    /** A pause leaves time for a call within the batch. */
    private static Duration longestPause(RemoteSettings settings) {
        Duration half = settings.batchTimeout().dividedBy(2);
        Duration beforeLastCall = settings.batchTimeout().minus(settings.callTimeout());
        return beforeLastCall.compareTo(half) > 0 ? beforeLastCall : half;
    }

    /** The model of a definition. */
    public OpenAiCompatibleModel connect(RemoteModelDefinition definition) {
        Place place = Place.of(definition);
        EndpointLimits shared = traffic.get(
                new ModelAt(place, definition.name()),
                model -> new EndpointLimits(
                        settings.concurrency(), new CallPace(settings.callsPerSecond(), steady, pause)));
        EndpointPause asked = pause(place);
        ChatEndpoint endpoint = new ChatEndpoint(definition, http, clock);
        return new OpenAiCompatibleModel(
                definition,
                environment,
                () -> steady.instant().plus(settings.batchTimeout()),
                (request, deadline, account) -> new ChatCall(
                                endpoint, settings, shared, asked, retries, steady, pause, request, deadline, account)
                        .run());
    }

    /** How long nobody may call the definition's endpoint; not positive if everybody may. */
    Duration pauseLeft(RemoteModelDefinition definition) {
        return pause(Place.of(definition)).left(steady.instant());
    }

    private EndpointPause pause(Place place) {
        return pauses.get(place, endpoint -> new EndpointPause());
    }

    private static String normal(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return "%s://%s:%d%s"
                .formatted(
                        url.getScheme(),
                        url.getHost(),
                        url.getPort(),
                        path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
                .toLowerCase(Locale.ROOT);
    }
}
