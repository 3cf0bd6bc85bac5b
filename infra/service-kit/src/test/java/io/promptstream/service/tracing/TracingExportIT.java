package io.promptstream.service.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracingExportIT {
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final HttpServer collector;

    TracingExportIT() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        collector.createContext("/v1/traces", exchange -> {
            try (exchange) {
                received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    @Test
    void sendsWhatHasEndedWhenTheServiceStops() {
        // When
        try (ApplicationContext service = service("otlp")) {
            TraceSpan span = service.getBean(Tracing.class).begin(TraceStep.RECEIVE_QUERY, "queries", null);
            span.attribute(TraceAttribute.QUERY, "query-1").end();
        }

        // Then
        assertThat(String.join("", received)).contains("receive query", "query-1", "service.name", "test-service");
    }

    @Test
    void sendsNothingUnlessItIsSwitchedOn() {
        // When
        try (ApplicationContext service = service("off")) {
            Tracing tracing = service.getBean(Tracing.class);
            tracing.begin(TraceStep.RECEIVE_QUERY, "queries", null).end();
            assertThat(tracing).isSameAs(Tracing.OFF);
        }

        // Then
        assertThat(received).isEmpty();
    }

    private ApplicationContext service(String tracing) {
        return ApplicationContext.run(Map.of(
                "micronaut.application.name",
                "test-service",
                "promptstream.tracing",
                tracing,
                "promptstream.tracing-endpoint",
                "http://127.0.0.1:" + collector.getAddress().getPort()));
    }
}
