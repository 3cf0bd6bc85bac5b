package io.promptstream.local.connection;

import io.promptstream.local.display.CommandException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Plain HTTP: some servers lose the body of a request that offers h2c. */
public final class Http {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** How long a look at a service may take. */
    public static final Duration LOOK = Duration.ofSeconds(3);

    private Http() {}

    /** A client for the address; whoever asked for it closes it. */
    public static HttpClient client(String url) {
        var builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        if (!url.startsWith("https:")) {
            builder.sslContext(trustingNobody());
        }
        return builder.build();
    }

    /** A client reads all certificates of the JDK otherwise, which takes a command longer than its request. */
    private static SSLContext trustingNobody() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /**
     * What stands at the address, whatever the status.
     *
     * @return empty if nobody answers in time
     */
    public static Optional<HttpResponse<String>> get(String url) {
        try (var http = client(url)) {
            var request = HttpRequest.newBuilder(URI.create(url)).timeout(LOOK).build();
            return Optional.of(http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("Interrupted", e);
        }
    }
}
