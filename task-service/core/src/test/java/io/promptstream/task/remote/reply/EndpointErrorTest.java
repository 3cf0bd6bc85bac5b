package io.promptstream.task.remote.reply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptstream.task.remote.reply.EndpointError.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointErrorTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            429 | {"error":{"message":"slow down"}}                                                | RATE_LIMIT
            429 | {"error":{"code":"insufficient_quota","message":"pay"}}                          | QUOTA
            402 | {"error":{"message":"no credits"}}                                               | QUOTA
            400 | {"error":{"code":"context_length_exceeded","message":"too long"}}                | INPUT_TOO_LONG
            400 | {"error":{"message":"'max_tokens' is too large: 99. This model's maximum context length is 8 tokens"}} | INPUT_TOO_LONG
            413 | <html>too big</html>                                                             | INPUT_TOO_LONG
            401 | {"error":{"message":"wrong key"}}                                                | KEY
            404 | {"error":{"message":"no such model"}}                                            | NOT_FOUND
            307 | moved                                                                            | NOT_FOUND
            400 | {"error":{"message":"bad field"}}                                                | REQUEST
            422 | {"detail":[{"loc":["body"],"msg":"field required"}]}                             | REQUEST
            500 | {"error":{"message":"we ran into a rate limit of our own"}}                      | PASSING
            503 | down                                                                             | PASSING
            529 | {"error":{"type":"overloaded_error","message":"Overloaded"}}                     | PASSING
            408 | slow                                                                             | PASSING
            """)
    void tellsErrorsApartByStatus(int status, String body, Kind kind) {
        assertThat(EndpointError.of(status, body).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"error":{"code":429,"message":"m"}}                                  | RATE_LIMIT
            {"error":{"code":"429","message":"m"}}                                | RATE_LIMIT
            {"error":{"code":"rate_limit_exceeded","message":"m"}}                | RATE_LIMIT
            {"error":{"type":"rate_limit_error","message":"m"}}                   | RATE_LIMIT
            {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"m"}}    | RATE_LIMIT
            {"error":"Too Many Requests"}                                         | RATE_LIMIT
            {"error":{"code":502,"message":"m"}}                                  | PASSING
            {"error":{"type":"overloaded_error","message":"m"}}                   | PASSING
            {"error":{"type":"server_error","message":"m"}}                       | PASSING
            {"error":"the model is temporarily unavailable"}                      | PASSING
            {"error":{"code":"invalid_api_key","message":"m"}}                    | KEY
            {"error":{"code":401,"message":"m"}}                                  | KEY
            {"error":{"code":"context_length_exceeded","message":"m"}}            | INPUT_TOO_LONG
            {"error":{"type":"invalid_request_error","message":"bad field"}}      | REQUEST
            {"error":{"code":400,"message":"bad field"}}                          | REQUEST
            {"detail":"Not Found"}                                                | REQUEST
            """)
    void tellsErrorsInsideAnAnswerApart(String body, Kind kind) throws JsonProcessingException {
        assertThat(EndpointError.inside(new ObjectMapper().readTree(body)))
                .get()
                .extracting(EndpointError::kind)
                .isEqualTo(kind);
    }

    @Test
    void quotesErrorsOfAnyForm() {
        assertThat(text("{\"error\":{\"code\":\"c\",\"message\":\"m\"}}")).isEqualTo("c m");
        assertThat(text("{\"error\":\"plain\"}")).isEqualTo("plain");
        assertThat(text("{\"detail\":\"fast\"}")).isEqualTo("fast");
        assertThat(text("{\"message\":\"amazon\"}")).isEqualTo("amazon");
        assertThat(text("{\"something\":\"else\"}")).isEqualTo("{\"something\":\"else\"}");
        assertThat(text(" <html><body><h1>502</h1>gateway</body></html>")).isEqualTo("502 gateway");
        assertThat(text("")).isEqualTo("(empty)");
        assertThat(text("<html><body>" + "<script>".repeat(500_000))).hasSizeLessThan(400);
        assertThat(text("x".repeat(1000))).hasSize(301).endsWith("…");
    }

    private static String text(String body) {
        return EndpointError.of(500, body).text();
    }
}
