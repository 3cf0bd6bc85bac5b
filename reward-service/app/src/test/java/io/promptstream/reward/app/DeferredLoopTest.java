package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.kafka.LoopBody;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DeferredLoopTest {
    private final List<String> happened = new ArrayList<>();
    private final AtomicBoolean due = new AtomicBoolean();
    private final DeferredLoop loop = new DeferredLoop(due::get, Body::new);

    private final class Body implements LoopBody {
        private Body() {
            happened.add("made");
        }

        @Override
        public void runOnce() {
            happened.add("run");
        }

        @Override
        public void wakeup() {
            happened.add("woken");
        }

        @Override
        public void close() {
            happened.add("closed");
        }
    }

    @Test
    void makesNothingBeforeItIsTime() throws Exception {
        // When
        loop.wakeup();
        loop.runOnce();
        loop.close();

        // Then
        assertThat(happened).isEmpty();
    }

    @Test
    void runsWhatItMadeOnceItIsTime() throws Exception {
        // When
        due.set(true);
        loop.runOnce();
        due.set(false);
        loop.runOnce();
        loop.wakeup();
        loop.close();

        // Then
        assertThat(happened).containsExactly("made", "run", "woken", "closed");
    }
}
