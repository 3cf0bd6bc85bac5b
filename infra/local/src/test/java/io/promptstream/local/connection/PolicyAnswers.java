package io.promptstream.local.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpServer;
import io.promptstream.local.display.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An HTTP server that answers as the policy service would: each path what it is told, the last answer again and again. */
public final class PolicyAnswers implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Deque<String>> answers = new HashMap<>();
    private final Map<String, JsonNode> received = new HashMap<>();
    private final List<String> deleted = new ArrayList<>();

    public PolicyAnswers() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var path = exchange.getRequestURI().toString();
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!body.isEmpty()) {
                received.put(path, Json.read(body, path));
            }
            if (exchange.getRequestMethod().equals("DELETE")) {
                deleted.add(path);
            }
            var known = answers.get(path);
            var answer = known == null
                    ? "{\"errors\": [{\"field\": \"id\", \"message\": \"is not known\"}]}"
                    : known.size() > 1 ? known.removeFirst() : known.getFirst();
            var bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known == null ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public PolicyAnswers answer(String path, String json) {
        answers.computeIfAbsent(path, key -> new ArrayDeque<>()).add(json);
        return this;
    }

    /** The last body that was sent to the path. */
    public JsonNode received(String path) {
        return received.getOrDefault(path, MissingNode.getInstance());
    }

    /** The paths that were deleted, in order; each answers on as before. */
    public List<String> deleted() {
        return List.copyOf(deleted);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
