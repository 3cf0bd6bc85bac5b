package io.promptstream.kafka;

import io.promptstream.schemas.registry.SchemaRegistryClient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/**
 * Asks broker and registry every few seconds whether they are there. Kafka's consumers wait in silence for a broker that
 * is unavailable, so without this a service would look healthy.
 */
public final class PlatformProbe implements LoopBody {
    public static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Admin admin;
    private final SchemaRegistryClient registry;
    private final Duration interval;
    private final CountDownLatch woken = new CountDownLatch(1);
    private boolean asked;

    /**
     * @param admin closed with this object
     * @param interval from one answer to the next question
     */
    public PlatformProbe(Admin admin, SchemaRegistryClient registry, Duration interval) {
        this.admin = admin;
        this.registry = registry;
        this.interval = interval;
    }

    @Override
    public void runOnce() throws Exception {
        if (asked) {
            pause();
        }
        admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) PATIENCE.toMillis()))
                .nodes()
                .get();
        registry.compatibility();
        asked = true;
    }

    /** Between two questions, or until the service stops. */
    @SuppressWarnings("ReturnValueIgnored")
    private void pause() throws InterruptedException {
        woken.await(interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void wakeup() {
        woken.countDown();
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
