package io.promptstream.task.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.FailureCode;
import io.promptstream.event.Label;
import io.promptstream.task.Events;
import io.promptstream.task.FakeTime;
import io.promptstream.task.model.Answer;
import io.promptstream.task.model.Assignment;
import io.promptstream.task.remote.ChatServer.Response;
import io.promptstream.task.remote.call.RemoteSettings;
import io.promptstream.task.remote.call.Sleeper;
import io.promptstream.task.remote.call.SteadyClock;
import io.promptstream.task.remote.request.RemoteModelDefinition;
import io.promptstream.task.template.Rendering;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Remote models that call a {@link ChatServer}, in a time that passes only while they pause. */
final class RemoteModelFixture implements AutoCloseable {
    static final String KEY = "sk-very-secret";
    static final Assignment ROUTE =
            new Assignment.Classification(List.of(new Label("MONEY", "banking"), new Label("TRIP", "travel")));
    static final Assignment WRITE = new Assignment.Generation(5);
    static final List<Rendering> ONE = List.of(new Rendering("book a flight", " domain"));
    static final Response WRITTEN = new Response(200, """
                    {"choices":[{"message":{"content":"the answer"}}],"usage":{"prompt_tokens":7,"completion_tokens":2}}
                    """);

    static final RemoteSettings SETTINGS = new RemoteSettings(4, 0, Duration.ofSeconds(10), Duration.ofMinutes(1), 3);

    private final HttpClient http = HttpClient.newHttpClient();
    private final FakeTime time = new FakeTime(Events.NOW);

    OpenAiCompatibleModel model(ChatServer server) {
        return model(server, SETTINGS);
    }

    OpenAiCompatibleModel model(ChatServer server, RemoteSettings settings) {
        return model(server, settings, Map.of("TEST_API_KEY", KEY));
    }

    OpenAiCompatibleModel modelWithoutKey(ChatServer server) {
        return model(server, SETTINGS, Map.of());
    }

    private OpenAiCompatibleModel model(ChatServer server, RemoteSettings settings, Map<String, String> environment) {
        return new RemoteModels(settings, http, environment::get, time, time, time, new SplittableRandom(1))
                .connect(RemoteModelDefinition.of(Events.remote(server.url(), "TEST_API_KEY")));
    }

    /** Models that share what one process shares, in real time. */
    static RemoteModels inRealTime(RemoteSettings settings, HttpClient http) {
        return new RemoteModels(
                settings,
                http,
                Map.of("TEST_API_KEY", KEY)::get,
                InstantSource.system(),
                new SteadyClock(InstantSource.system(), System::nanoTime),
                Sleeper.THREAD,
                new SplittableRandom(1));
    }

    HttpClient http() {
        return http;
    }

    /** How long the models have paused. */
    Duration paused() {
        return time.paused();
    }

    static void assertFailed(Answer answer, FailureCode code, String message) {
        assertThat(answer).isInstanceOfSatisfying(Answer.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(code);
            assertThat(failed.message()).contains(message);
        });
    }

    @Override
    public void close() {
        http.close();
    }
}
