package io.promptstream.local.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.promptstream.local.display.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OverviewFeedIT {

    private static final String FROM_THE_START = "none";

    private final List<String> askedFrom = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private String url;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        url = "http://127.0.0.1:" + server.getAddress().getPort();
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void goesOnWhereALostConnectionEnded() throws InterruptedException {
        // Given a service that ends each connection after two updates
        server.createContext("/dashboard/events", exchange -> {
            var last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
            askedFrom.add(last == null ? FROM_THE_START : last);
            var body = "id: a-1\nevent: update\ndata: {\"tick\":1}\n\nid: a-2\nevent: update\ndata: {\"tick\":2}\n\n"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });

        try (var feed = new OverviewFeed(url + "/")) {
            // When
            var updates = List.of(feed.next(), feed.next(), feed.next(), feed.next());

            // Then
            assertThat(updates.get(0))
                    .hasValueSatisfying(
                            update -> assertThat(update.path("tick").asInt()).isEqualTo(1));
            assertThat(updates.get(1))
                    .hasValueSatisfying(
                            update -> assertThat(update.path("tick").asInt()).isEqualTo(2));
            assertThat(updates.get(2)).isEmpty();
            assertThat(updates.get(3)).isPresent();
            assertThat(askedFrom).containsExactly(FROM_THE_START, "a-2");
        }
    }

    @Test
    void saysThatThereIsNoDashboard() {
        // A server without a context answers 404.
        try (var feed = new OverviewFeed(url)) {
            assertThatThrownBy(feed::next)
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("PROMPTSTREAM_REWARD_DASHBOARD_ENABLED");
        }
    }

    @Test
    void waitsForAServiceThatDoesNotAnswer() throws InterruptedException {
        // Given
        server.stop(0);

        // Then
        try (var feed = new OverviewFeed(url)) {
            assertThat(feed.next()).isEmpty();
        }
    }
}
