package io.promptstream.task.remote.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.task.remote.call.HttpCalls.Result;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpCallsIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpCalls calls = new HttpCalls(http);

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void saysThatThereIsNoSuchHost() throws InterruptedException {
        assertNotReached(URI.create("http://no-such-host.invalid/v1"), "no host of that name is known");
    }

    @Test
    void saysThatNothingListens() throws IOException, InterruptedException {
        // Given
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        // Then
        assertNotReached(URI.create("http://127.0.0.1:" + port + "/v1"), "nothing listens at that address");
    }

    @Test
    void countsNothingWhereTheOtherSideSpeaksNoTls() throws IOException, InterruptedException {
        // Given
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            thread.submit(() -> {
                while (true) {
                    try (Socket connection = socket.accept()) {
                        readRecord(connection);
                        connection
                                .getOutputStream()
                                .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    }
                }
            });

            // Then
            assertNotReached(URI.create("https://127.0.0.1:" + socket.getLocalPort() + "/v1"), "no TLS connection");
        }
    }

    /** Closed with bytes unread, a socket resets its connection, and the answer may be lost with it. */
    private static void readRecord(Socket connection) throws IOException {
        DataInputStream in = new DataInputStream(connection.getInputStream());
        in.skipNBytes(Byte.BYTES + Short.BYTES); // the record's type and the version of TLS
        in.skipNBytes(in.readUnsignedShort());
    }

    private void assertNotReached(URI url, String reason) throws InterruptedException {
        // When
        Result result = calls.send(HttpRequest.newBuilder(url).build(), LIMIT);

        // Then
        assertThat(result).isInstanceOfSatisfying(Result.Broken.class, broken -> {
            assertThat(broken.reason()).contains(reason);
            assertThat(broken.reached()).isFalse();
        });
    }
}
