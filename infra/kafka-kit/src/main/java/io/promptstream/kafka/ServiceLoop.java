package io.promptstream.kafka;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that runs a {@link LoopBody} until it is stopped. A failing body is closed and replaced after a pause that
 * doubles from {@link #FIRST_PAUSE} to {@link #LONGEST_PAUSE} and starts over after a pass that succeeds.
 */
public final class ServiceLoop implements ServiceComponent {
    static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** A pass that takes longer is taken to hang, unless the loop says otherwise. */
    static final Duration LONGEST_PASS = Duration.ofMinutes(2);

    private static final Duration READY_PAUSE = Duration.ofMillis(50);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final Logger log = LoggerFactory.getLogger(ServiceLoop.class);

    private final String name;
    private final BooleanSupplier ready;
    private final Supplier<? extends LoopBody> bodies;
    private final Thread thread;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private volatile @Nullable LoopBody current;
    private final LoopHealth health;
    private final FencingDetector fencings = new FencingDetector(System::nanoTime);

    /** A loop whose passes take seconds. */
    public ServiceLoop(String name, Supplier<? extends LoopBody> bodies) {
        this(name, bodies, LONGEST_PASS);
    }

    /**
     * As {@link #ServiceLoop(String, Supplier)}, for a body that is made only once it has all it needs: until then this instance
     * joins no group, so others have the partitions.
     *
     * @param ready asked often; whoever says yes says no later only if a new body is to wait as well
     */
    public static ServiceLoop onceReady(String name, BooleanSupplier ready, Supplier<? extends LoopBody> bodies) {
        return new ServiceLoop(name, ready, bodies, LONGEST_PASS);
    }

    /**
     * @param name lower-case, also the thread's name
     * @param bodies makes a new body; may throw, which counts as a failure of the loop
     * @param longestPass the loop's health is bad while a pass takes longer
     */
    public ServiceLoop(String name, Supplier<? extends LoopBody> bodies, Duration longestPass) {
        this(name, () -> true, bodies, longestPass);
    }

    private ServiceLoop(String name, BooleanSupplier ready, Supplier<? extends LoopBody> bodies, Duration longestPass) {
        this.name = name;
        this.ready = ready;
        this.health = new LoopHealth(longestPass, System::nanoTime);
        this.bodies = bodies;
        this.thread = new Thread(this::runUntilStopped, name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        stopRequested.countDown();
        LoopBody body = current;
        if (body != null) {
            body.wakeup();
        }
        try {
            if (!thread.join(STOP_PATIENCE)) {
                log.error(
                        "Loop {} did not end within {}; what it had open is aborted with the process",
                        name,
                        STOP_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public ComponentHealth health() {
        return health.health();
    }

    private void runUntilStopped() {
        Duration pause = FIRST_PAUSE;
        while (!stopping()) {
            health.began();
            try (LoopBody body = bodyOnceReady()) {
                current = body;
                while (body != null && !stopping()) {
                    health.began();
                    body.runOnce();
                    health.succeeded();
                    pause = FIRST_PAUSE;
                }
            } catch (WakeupException e) {
                log.debug("Loop {} woken up", name);
            } catch (CommitFailedException e) {
                // The group was rebalanced since the last poll. What was not committed is read again, by whoever
                // has it now.
                health.rebalanced();
                log.info("Loop {} starts again in {}: its group was rebalanced before it could commit", name, pause);
                pause = waitAndDouble(pause);
            } catch (Throwable e) {
                // An error too: a thread that ends in silence would leave the service looking healthy.
                Duration pass = health.running();
                health.failed(describe(e));
                if (FencingDetector.isFencing(e) && fencings.hasToGiveWay(pass)) {
                    giveWay();
                    return;
                }
                log.error("Loop {} failed, {}; it starts again in {}", name, describe(e), pause, e);
                pause = waitAndDouble(pause);
            } finally {
                current = null;
            }
        }
        health.ended("stopped");
    }

    /** Null where the loop is stopped before. */
    private @Nullable LoopBody bodyOnceReady() throws InterruptedException {
        while (!ready.getAsBoolean()) {
            health.succeeded();
            if (stopRequested.await(READY_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                return null;
            }
            health.began();
        }
        return bodies.get();
    }

    private void giveWay() {
        health.ended("was fenced by another process with the same PROMPTSTREAM_INSTANCE, which took over this one's"
                + " transactions again and again; give each instance a name of its own, or leave it unset, and start this"
                + " one again");
        log.error("Loop {} {}", name, health.health().detail());
    }

    private Duration waitAndDouble(Duration pause) {
        try {
            if (!stopRequested.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                log.info("Loop {} starts again", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopRequested.countDown();
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private boolean stopping() {
        return stopRequested.getCount() == 0;
    }

    private static String describe(Throwable e) {
        if (e instanceof InvalidProducerEpochException) {
            return "the broker ended its transaction: it took longer than the transaction's timeout, or another process with this PROMPTSTREAM_INSTANCE took over";
        }
        if (e instanceof ProducerFencedException) {
            return "another process took over this one's transactions; give each instance its own PROMPTSTREAM_INSTANCE";
        }
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }
}
