package io.promptstream.task.remote;

import static io.promptstream.task.remote.RemoteModelFixture.KEY;
import static io.promptstream.task.remote.RemoteModelFixture.ONE;
import static io.promptstream.task.remote.RemoteModelFixture.WRITE;
import static io.promptstream.task.remote.RemoteModelFixture.WRITTEN;
import static io.promptstream.task.remote.RemoteModelFixture.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.FailureCode;
import io.promptstream.task.model.Answer;
import io.promptstream.task.remote.ChatServer.Response;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the key of an endpoint. */
class ApiKeyIT {
    private final RemoteModelFixture models = new RemoteModelFixture();

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void neverTellsTheKey() throws IOException {
        // Given
        try (ChatServer server = new ChatServer((request, number) ->
                new Response(number == 1 ? 401 : 422, "{\"error\":{\"message\":\"wrong key " + KEY + "\"}}"))) {
            OpenAiCompatibleModel model = models.model(server);

            // When
            Answer refused = model.answer(WRITE, ONE).getFirst();
            Answer unprocessable = model.answer(WRITE, ONE).getFirst();

            // Then
            assertFailed(refused, FailureCode.MODEL_UNAVAILABLE, "check the key in TEST_API_KEY");
            assertFailed(unprocessable, FailureCode.MODEL_FAILURE, "wrong key [key]");
            assertThat(List.of(refused, unprocessable).toString()).doesNotContain(KEY);
            assertThat(model.id()).doesNotContain(KEY);
        }
    }

    @Test
    void asksForAKeyThatIsNotSet() throws IOException {
        // Given
        try (ChatServer server = new ChatServer((request, number) -> WRITTEN)) {
            OpenAiCompatibleModel model = models.modelWithoutKey(server);

            // When
            List<Answer> answers = model.answer(WRITE, ONE);

            // Then
            assertFailed(answers.getFirst(), FailureCode.MODEL_UNAVAILABLE, "TEST_API_KEY holds no key");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void doesNotCarryTheKeyToWhereItIsRedirected() throws IOException {
        // Given
        try (ChatServer elsewhere = new ChatServer((request, number) -> WRITTEN);
                ChatServer server =
                        new ChatServer((request, number) -> new Response(307, "", "Location", elsewhere.url()))) {
            // When
            List<Answer> answers = models.model(server).answer(WRITE, ONE);

            // Then
            assertFailed(answers.getFirst(), FailureCode.MODEL_UNAVAILABLE, "307");
            assertThat(elsewhere.requests).isEmpty();
        }
    }
}
