package io.promptstream.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.promptstream.local.display.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** An endpoint of OpenAI's chat interface that answers by a rule; where the rule answers nothing, it refuses the request. */
final class ChatStandIn implements AutoCloseable {

    private static final int OK = 200;
    private static final int REFUSED = 400;

    private final HttpServer server;
    private final UnaryOperator<String> rule;

    /** @param rule from the text of all messages to the answer; an empty one refuses */
    ChatStandIn(UnaryOperator<String> rule) throws IOException {
        this.rule = rule;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** What tasks name as {@code taskModel.url}. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private void answer(HttpExchange exchange) throws IOException {
        var request =
                Json.read(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), "the request");
        var text = new StringBuilder();
        request.path("messages")
                .forEach(
                        message -> text.append(message.path("content").asText()).append('\n'));
        var content = rule.apply(text.toString());
        var body = content.isEmpty()
                ? Map.of("error", Map.of("message", "this input is refused", "type", "invalid_request_error"))
                : Map.of(
                        "model",
                        "stand-in",
                        "choices",
                        List.of(Map.of(
                                "index",
                                0,
                                "finish_reason",
                                "stop",
                                "message",
                                Map.of("role", "assistant", "content", content))),
                        "usage",
                        Map.of("prompt_tokens", 10, "completion_tokens", 2));
        var bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(content.isEmpty() ? REFUSED : OK, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
