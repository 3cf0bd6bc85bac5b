package io.promptstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.Test;

class ServiceLoopTest {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final CountDownLatch secondBodyRan = new CountDownLatch(1);
    private RuntimeException failure = new IllegalStateException("first body fails");

    @Test
    void replacesAFailedBodyAndClosesEach() throws Exception {
        // Given
        AtomicInteger made = new AtomicInteger();
        ServiceLoop loop = new ServiceLoop("loop", () -> new Body(made.incrementAndGet()));

        // When
        loop.start();
        secondBodyRan.await();
        loop.stop();

        // Then
        assertThat(events).containsSubsequence("run 1", "close 1", "run 2", "wakeup 2", "close 2");
        assertThat(loop.health().working()).isFalse();
    }

    @Test
    void makesNoBodyBeforeItIsReady() throws Exception {
        // Given
        AtomicInteger made = new AtomicInteger();
        AtomicBoolean ready = new AtomicBoolean();
        CountDownLatch askedTwice = new CountDownLatch(2);
        ServiceLoop loop = ServiceLoop.onceReady(
                "loop",
                () -> {
                    askedTwice.countDown();
                    return ready.get();
                },
                () -> new Body(made.incrementAndGet()));
        loop.start();
        askedTwice.await();
        assertThat(made).hasValue(0);
        assertThat(loop.health().working()).isTrue();

        // When
        ready.set(true);
        secondBodyRan.await();
        loop.stop();

        // Then
        assertThat(events).containsSubsequence("run 1", "close 1", "run 2");
    }

    @Test
    void endsThoughItIsNeverReady() {
        // Given
        ServiceLoop loop = ServiceLoop.onceReady("loop", () -> false, () -> new Body(1));
        loop.start();

        // When
        loop.stop();

        // Then
        assertThat(loop.health().detail()).isEqualTo("stopped");
        assertThat(events).isEmpty();
    }

    @Test
    void tellsWhatToDoWhereTheBrokerRefusesItsTransactions() throws Exception {
        // Given
        failure = new InvalidProducerEpochException("epoch 3");
        AtomicInteger made = new AtomicInteger();
        ServiceLoop loop = new ServiceLoop("loop", () -> new Body(made.incrementAndGet()));

        // When
        loop.start();
        secondBodyRan.await();

        // Then
        assertThat(loop.health().detail()).contains("transaction's timeout").contains("PROMPTSTREAM_INSTANCE");
        loop.stop();
    }

    @Test
    void givesWayToAnotherProcessOfItsName() throws Exception {
        // Given
        AtomicInteger made = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(FencingDetector.NEWCOMERS_PATIENCE);
        ServiceLoop loop = new ServiceLoop("loop", () -> {
            made.incrementAndGet();
            ended.countDown();
            throw new ProducerFencedException("newer");
        });

        // When
        loop.start();
        ended.await();
        loop.stop();

        // Then
        assertThat(made).hasValue(FencingDetector.NEWCOMERS_PATIENCE);
        assertThat(loop.health().working()).isFalse();
        assertThat(loop.health().detail()).contains("PROMPTSTREAM_INSTANCE", "name of its own");
    }

    @Test
    void aPassThatHangsIsSeen() throws Exception {
        // Given
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ServiceLoop hanging = new ServiceLoop(
                "hanging",
                () -> new LoopBody() {
                    @Override
                    public void runOnce() throws InterruptedException {
                        if (first.getCount() == 0) {
                            go.await();
                        }
                        first.countDown();
                    }

                    @Override
                    public void wakeup() {
                        go.countDown();
                    }

                    @Override
                    public void close() {}
                },
                Duration.ofNanos(1));

        // When
        hanging.start();

        // Then
        await().untilAsserted(() -> assertThat(hanging.health().detail()).contains("a pass has been running for"));
        assertThat(hanging.health().working()).isFalse();
        hanging.stop();
    }

    private final class Body implements LoopBody {
        private final int number;
        private final CountDownLatch woken = new CountDownLatch(1);

        Body(int number) {
            this.number = number;
        }

        @Override
        public void runOnce() throws Exception {
            events.add("run " + number);
            if (number == 1) {
                throw failure;
            }
            secondBodyRan.countDown();
            woken.await();
        }

        @Override
        public void wakeup() {
            events.add("wakeup " + number);
            woken.countDown();
        }

        @Override
        public void close() {
            events.add("close " + number);
        }
    }
}
