package io.promptstream.acceptance;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes spans over HTTP, as a tracing system does, and keeps them in memory. */
final class SpanCollector implements AutoCloseable {

    private static final String SERVICE_NAME = "service.name";
    private static final int OK = 200;

    private final HttpServer server;
    private final List<List<RecordedSpan>> received = new CopyOnWriteArrayList<>();

    private SpanCollector(HttpServer server) {
        this.server = server;
    }

    static SpanCollector start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var collector = new SpanCollector(server);
            server.createContext("/v1/traces", collector::receive);
            server.start();
            return collector;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a service is told to send its spans here. */
    Map<String, String> environment() {
        return Map.of(
                "PROMPTSTREAM_TRACING",
                "otlp",
                "PROMPTSTREAM_TRACING_ENDPOINT",
                "http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** All spans of now, by the ids of their traces. */
    Map<String, List<RecordedSpan>> traces() {
        return received.stream().flatMap(List::stream).collect(Collectors.groupingBy(RecordedSpan::traceId));
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            received.add(request.getResourceSpansList().stream()
                    .flatMap(SpanCollector::spans)
                    .toList());
            exchange.sendResponseHeaders(OK, -1);
        }
    }

    private static Stream<RecordedSpan> spans(ResourceSpans ofService) {
        var service = texts(ofService.getResource().getAttributesList()).getOrDefault(SERVICE_NAME, "");
        return ofService.getScopeSpansList().stream()
                .flatMap(scope -> scope.getSpansList().stream())
                .map(span -> new RecordedSpan(
                        service,
                        span.getName(),
                        hex(span.getTraceId()),
                        hex(span.getSpanId()),
                        hex(span.getParentSpanId()),
                        texts(span.getAttributesList())));
    }

    private static Map<String, String> texts(List<KeyValue> attributes) {
        return attributes.stream()
                .filter(attribute -> attribute.getValue().hasStringValue())
                .collect(Collectors.toMap(
                        KeyValue::getKey, attribute -> attribute.getValue().getStringValue()));
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
