package io.promptstream.local.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.connection.Http;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The overview's updates by server-sent events (WHATWG HTML, section 9.2); continues where a lost connection ended. */
final class OverviewFeed implements AutoCloseable {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final URI uri;
    private final HttpClient http;
    private @Nullable Stream<String> body;
    private @Nullable Iterator<String> lines;
    private @Nullable String lastId;

    OverviewFeed(String rewardUrl) {
        this.uri = URI.create(rewardUrl.replaceAll("/+$", "") + "/dashboard/events?view=overview");
        this.http = Http.client(rewardUrl);
    }

    /**
     * Waits for the next update.
     *
     * @return empty if the connection was lost or cannot be made now
     * @throws CommandException if the service shows no dashboard
     */
    Optional<JsonNode> next() throws InterruptedException {
        try {
            if (lines == null) {
                lines = connect();
            }
            while (lines.hasNext()) {
                var line = lines.next();
                if (line.startsWith("id:")) {
                    lastId = line.substring("id:".length()).strip();
                } else if (line.startsWith("data:")) {
                    return Optional.of(Json.read(line.substring("data:".length()), "An update of " + uri));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // The next call tries again.
        }
        disconnect();
        return Optional.empty();
    }

    private Iterator<String> connect() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        var response = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        body = response.body();
        if (response.statusCode() == NOT_FOUND) {
            throw new CommandException("No dashboard answers at " + uri
                    + ": start the reward service with PROMPTSTREAM_REWARD_DASHBOARD_ENABLED=true");
        }
        if (response.statusCode() != OK) {
            throw new IOException("status " + response.statusCode());
        }
        return body.iterator();
    }

    private void disconnect() {
        lines = null;
        if (body != null) {
            body.close();
            body = null;
        }
    }

    @Override
    public void close() {
        disconnect();
        // An orderly close would wait for the endless answer.
        http.shutdownNow();
        http.close();
    }
}
