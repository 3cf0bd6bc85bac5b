package io.promptstream.local.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.display.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EarlierVersionIT {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final List<String> orders = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();
    private String ends = "done";
    private boolean isCancelled;
    private HttpServer service;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/tasks/t/replays", this::answer);
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void isRelearnedOnceAndUsedAgain() {
        // When
        String first = make();
        String second = make();

        // Then
        assertThat(first).isEqualTo("version-7").isEqualTo(second);
        assertThat(orders).containsExactly("{\"name\":\"version-7\",\"end\":7}");
        assertThat(progress).hasSize(1);
    }

    @Test
    void saysWhyItCannotBeMade() {
        // Given
        ends = "failed";

        // Then
        assertThatThrownBy(this::make).isInstanceOf(CommandException.class).hasMessageContaining("no longer there");
    }

    @Test
    void doesNotWaitForWhatWasCancelled() {
        // Given
        isCancelled = true;

        // Then
        assertThatThrownBy(this::make).isInstanceOf(CommandException.class).hasMessageContaining("cancelled");
    }

    private String make() {
        try (var client =
                new PolicyClient("http://127.0.0.1:" + service.getAddress().getPort())) {
            return new EarlierVersion(client, progress::add).make("t", 7);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        int status = OK;
        String body = "{\"status\": \"%s\", \"message\": \"no longer there\"}".formatted(ends);
        if (exchange.getRequestMethod().equals("POST")) {
            orders.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        } else if (orders.isEmpty() || isCancelled) {
            status = NOT_FOUND;
            body = "{\"errors\": [{\"field\": \"name\", \"message\": \"is not known\"}]}";
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
