package io.promptstream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the client behaves when a registry is unavailable, overloaded or refuses: states that a healthy one cannot be brought into. */
class RegistryFailoverIT {

    private static final Schema STRING = Schema.create(Schema.Type.STRING);
    private static final String NO_SCHEMA = "{\"error_code\": 40403, \"message\": \"Schema 7 not found\"}";

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile int status = 200;
    private volatile String body = "[\"one\"]";
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void goesOnToTheNextUrl() {
        try (var client = client(dead() + "," + url(), Map.of())) {
            assertThat(client.subjects()).containsExactly("one");
        }
    }

    @Test
    void staysWithTheUrlThatAnswered() {
        // Given
        try (var client = client(url() + "/busy," + url(), Map.of())) {
            client.subjects();
            int before = calls.get();

            // When
            client.subjects();

            // Then
            assertThat(calls.get()).isEqualTo(before + 1);
        }
    }

    @Test
    void namesEveryUrlThatDidNotAnswer() {
        // Given
        status = 503;

        // When / Then
        try (var client = client(dead() + "," + url(), Map.of())) {
            assertThatThrownBy(client::subjects)
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining(dead())
                    .hasMessageContaining(url() + ": HTTP 503")
                    .hasMessageContaining("3 attempts")
                    .hasMessageContaining("schema.registry.url");
            assertThat(calls).hasValue(3);
        }
    }

    @Test
    void sendsTheCredentials() {
        // Given
        var properties = Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "ann:secret");

        // When
        try (var client = client(url(), properties)) {
            client.subjects();
        }

        // Then
        assertThat(authorizations).containsExactly("Basic YW5uOnNlY3JldA==");
    }

    @Test
    void saysWhichKeysSetTheCredentials() {
        // Given
        status = 401;

        // When / Then
        try (var client = client(url(), Map.of())) {
            assertThatThrownBy(client::subjects)
                    .isInstanceOf(RegistryRefusalException.class)
                    .hasMessageContaining("basic.auth.user.info");
        }
    }

    @Test
    void tellsAWrongBaseUrlFromAnUnknownSchema() {
        // Given
        status = 404;
        body = "<html>no such page</html>";

        // When / Then
        try (var client = client(url(), Map.of("missing.id.cache.ttl.sec", "3600"))) {
            assertThatThrownBy(() -> client.schema(7))
                    .isInstanceOf(RegistryRefusalException.class)
                    .hasMessageContaining("base URL");

            // When the right page is there, then nothing of it is remembered
            status = 200;
            body = "{\"schema\": \"\\\"string\\\"\"}";
            assertThat(client.schema(7)).isEqualTo(STRING);
        }
    }

    @Test
    void remembersForAWhileThatAnIdIsUnknown() {
        // Given
        status = 404;
        body = NO_SCHEMA;

        // When / Then
        try (var client = client(url(), Map.of("missing.id.cache.ttl.sec", "3600"))) {
            assertThatThrownBy(() -> client.schema(7)).isInstanceOf(UnknownSchemaException.class);
            assertThatThrownBy(() -> client.schema(7))
                    .isInstanceOf(UnknownSchemaException.class)
                    .hasMessageContaining("Schema 7 not found");
            assertThat(calls).hasValue(1);
            assertThatThrownBy(() -> client.schema(8)).isInstanceOf(UnknownSchemaException.class);
            assertThat(calls).hasValue(2);

            // When it registers the schema itself, then it knows better
            status = 200;
            body = "{\"id\": 7, \"schema\": \"\\\"string\\\"\"}";
            client.register("words-value", STRING);
            assertThat(client.schema(7)).isEqualTo(STRING);
        }
    }

    @Test
    void findsASchemaThatWasUnknownAMomentAgo() {
        // Given
        status = 404;
        body = NO_SCHEMA;
        try (var client = client(url(), Map.of("missing.id.cache.ttl.sec", "1"))) {
            assertThatThrownBy(() -> client.schema(7)).isInstanceOf(UnknownSchemaException.class);

            // When
            status = 200;
            body = "{\"schema\": \"\\\"string\\\"\"}";

            // Then
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptionsInstanceOf(UnknownSchemaException.class)
                    .until(() -> client.schema(7).equals(STRING));
        }
    }

    @Test
    void asksEachTimeWhereItIsToRememberNothing() {
        // Given
        status = 404;
        body = NO_SCHEMA;

        // When / Then
        try (var client = client(url(), Map.of("missing.id.cache.ttl.sec", "0"))) {
            assertThatThrownBy(() -> client.schema(7)).isInstanceOf(UnknownSchemaException.class);
            assertThatThrownBy(() -> client.schema(7)).isInstanceOf(UnknownSchemaException.class);
            assertThat(calls).hasValue(2);
        }
    }

    @Test
    void sendsTheBodyToAServerThatLosesItWithAnOfferOfAnotherProtocol() {
        // Given
        body = "{\"id\": 5}";

        // When / Then
        try (var client = client(url() + "/old", Map.of())) {
            assertThat(client.register("topic-value", STRING)).isEqualTo(5);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        var authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null) {
            authorizations.add(authorization);
        }
        var upgraded = exchange.getRequestURI().getPath().startsWith("/old")
                && exchange.getRequestHeaders().containsKey("Upgrade");
        var empty = upgraded || exchange.getRequestBody().readAllBytes().length == 0;
        var busy = exchange.getRequestURI().getPath().startsWith("/busy");
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var refused = empty && exchange.getRequestMethod().equals("POST");
        exchange.sendResponseHeaders(refused ? 400 : busy ? 503 : status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Port 1 is reserved, so nobody listens there. */
    private static String dead() {
        return "http://127.0.0.1:1";
    }

    private static SchemaRegistryClient client(String urls, Map<String, String> more) {
        var properties = new HashMap<String, Object>(more);
        properties.put("schema.registry.url", urls);
        properties.put("max.retries", 2);
        properties.put("retries.wait.ms", 1);
        return new SchemaRegistryClient(RegistryConfig.from(properties));
    }
}
