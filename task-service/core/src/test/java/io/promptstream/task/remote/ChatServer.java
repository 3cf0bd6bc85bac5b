package io.promptstream.task.remote;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An HTTP server on this machine that speaks as much of OpenAI's interface as a test tells it to. */
final class ChatServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch hungUp = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    final List<Request> requests = new CopyOnWriteArrayList<>();

    /** @param target path and query */
    record Request(String target, String protocol, Headers headers, String body) {
        String path() {
            int query = target.indexOf('?');
            return query < 0 ? target : target.substring(0, query);
        }

        @Nullable String authorization() {
            return headers.getFirst("Authorization");
        }
    }

    /** Writes a body, as slowly as it likes, until the server is closed. */
    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream stream, CountDownLatch closed) throws IOException, InterruptedException;
    }

    record Response(int status, Map<String, String> headers, Body body) {
        Response(int status, String body) {
            this(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
        }

        Response(int status, String body, String header, String value) {
            this(status, Map.of(header, value), body.getBytes(StandardCharsets.UTF_8));
        }

        Response(int status, Map<String, String> headers, byte[] body) {
            this(status, headers, (stream, closed) -> stream.write(body));
        }

        /** Headers at once, then a blank now and then. */
        static Response trickling() {
            return new Response(200, Map.of(), (stream, closed) -> {
                while (!closed.await(20, TimeUnit.MILLISECONDS)) {
                    stream.write(' ');
                    stream.flush();
                }
            });
        }
    }

    /** Decides the response to a request. */
    @FunctionalInterface
    interface Script {
        Response respond(Request request, int number);
    }

    ChatServer(Script script) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> respond(exchange, script));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** Waits until a caller has ended the connection before the response was written. */
    void awaitHangUp() throws InterruptedException {
        hungUp.await();
    }

    private void respond(HttpExchange exchange, Script script) throws IOException {
        try (exchange) {
            Request request = new Request(
                    exchange.getRequestURI().toString(),
                    exchange.getProtocol(),
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            int number;
            synchronized (requests) {
                requests.add(request);
                number = requests.size();
            }
            Response response = script.respond(request, number);
            response.headers().forEach(exchange.getResponseHeaders()::add);
            exchange.sendResponseHeaders(response.status(), 0);
            try {
                response.body().writeTo(exchange.getResponseBody(), closed);
            } catch (IOException e) {
                hungUp.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
