package io.promptstream.task.remote.call;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a body, up to a number; ends the connection of a longer one. The JDK's {@code BodyHandlers.limiting} fails with a
 * plain {@link IOException}, which only its message tells from a broken connection.
 */
final class BoundedBody implements BodySubscriber<byte[]> {
    private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
    private final long most;
    private long read;
    private boolean tooLarge;
    private @Nullable Subscription subscription;

    BoundedBody(long most) {
        this.most = most;
    }

    /** The body is longer. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException(long most) {
            super("more than %d bytes".formatted(most));
        }
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return bytes.getBody();
    }

    @Override
    public void onSubscribe(Subscription newSubscription) {
        subscription = newSubscription;
        bytes.onSubscribe(newSubscription);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (tooLarge) {
            return;
        }
        read += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        if (read <= most) {
            bytes.onNext(buffers);
            return;
        }
        tooLarge = true;
        if (subscription != null) {
            subscription.cancel();
        }
        bytes.onError(new TooLargeException(most));
    }

    @Override
    public void onError(Throwable failure) {
        bytes.onError(failure);
    }

    @Override
    public void onComplete() {
        bytes.onComplete();
    }
}
