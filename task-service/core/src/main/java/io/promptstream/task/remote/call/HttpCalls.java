package io.promptstream.task.remote.call;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Makes calls whose time and size are limited as a whole: connecting, headers and the last byte of the body. A request's
 * own timeout ends with the headers (JDK-8208693), and some endpoints send those at once and blanks for minutes.
 */
public final class HttpCalls {
    private static final int LARGEST_BODY = 4 << 20;
    private static final int MOST_CAUSES = 10;

    private final HttpClient http;

    public HttpCalls(HttpClient http) {
        this.http = http;
    }

    /** What came back. */
    sealed interface Result {
        record Received(HttpResponse<byte[]> response) implements Result {}

        /**
         * No whole response.
         *
         * @param reached whether the endpoint may have got the request
         * @param repeatable whether another call may end otherwise
         */
        record Broken(String reason, boolean reached, boolean repeatable) implements Result {}
    }

    /** @param limit for everything together */
    Result send(HttpRequest request, Duration limit) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> response =
                http.sendAsync(request, headers -> new BoundedBody(LARGEST_BODY));
        try {
            return new Result.Received(response.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return new Result.Broken("no complete response within " + limit, true, true);
        } catch (ExecutionException e) {
            return broken(e.getCause() == null ? e : e.getCause());
        } finally {
            // Ends the connection of a response that is still trickling in.
            response.cancel(true);
        }
    }

    private static Result broken(Throwable cause) {
        if (!(cause instanceof IOException)) {
            throw new IllegalStateException("the HTTP client failed", cause);
        }
        boolean tooLarge = causes(cause).anyMatch(BoundedBody.TooLargeException.class::isInstance);
        if (tooLarge) {
            return new Result.Broken("a body of more than %d bytes".formatted(LARGEST_BODY), true, false);
        }
        // Nothing is sent before the two sides agree on TLS.
        boolean reached = !(cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLException);
        return new Result.Broken(words(cause), reached, true);
    }

    /** The client says nothing of its own where it cannot connect. */
    private static String words(Throwable cause) {
        if (cause instanceof SSLException) {
            return "no TLS connection, " + cause.getMessage();
        }
        if (cause.getMessage() != null) {
            return cause.getMessage();
        }
        boolean isUnknown = causes(cause).anyMatch(UnresolvedAddressException.class::isInstance);
        if (isUnknown) {
            return "no host of that name is known";
        }
        return cause instanceof ConnectException
                ? "no connection, nothing listens at that address"
                : cause.getClass().getSimpleName();
    }

    private static Stream<Throwable> causes(Throwable outermost) {
        return Stream.iterate(outermost, Objects::nonNull, Throwable::getCause).limit(MOST_CAUSES);
    }
}
