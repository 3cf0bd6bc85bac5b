package io.promptstream.reward.app;

import io.promptstream.kafka.LoopBody;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A loop that makes its clients only when it is time; until then it takes nothing from those that are in a hurry. */
final class DeferredLoop implements LoopBody {
    private static final Duration WATCH = Duration.ofMillis(500);

    private final BooleanSupplier due;
    private final Supplier<? extends LoopBody> bodies;
    private final CountDownLatch woken = new CountDownLatch(1);
    private volatile @Nullable LoopBody body;

    /**
     * Makes nothing yet.
     *
     * @param due whether it is time; not asked any more once it was
     * @param bodies makes what then runs, once
     */
    DeferredLoop(BooleanSupplier due, Supplier<? extends LoopBody> bodies) {
        this.due = due;
        this.bodies = bodies;
    }

    @Override
    public void runOnce() throws Exception {
        LoopBody running = body;
        if (running != null) {
            running.runOnce();
        } else if (due.getAsBoolean()) {
            body = bodies.get();
        } else {
            pause();
        }
    }

    @SuppressWarnings("ReturnValueIgnored")
    private void pause() throws InterruptedException {
        woken.await(WATCH.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void wakeup() {
        woken.countDown();
        LoopBody running = body;
        if (running != null) {
            running.wakeup();
        }
    }

    @Override
    public void close() {
        LoopBody running = body;
        if (running != null) {
            running.close();
        }
    }
}
