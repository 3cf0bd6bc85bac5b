package io.promptstream.reward.app.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WallClockTimeTest {
    private static final int DUE = 100_000;
    private static final long NOW = 1_000_000;

    @TempDir
    Path stateDir;

    private final AtomicLong nanos = new AtomicLong();
    private final DeadlineIndex index =
            new DeadlineIndex(Stores.inMemoryKeyValueStore("deadlines").get());
    private final List<Integer> passes = new ArrayList<>();
    private final Set<Bytes> seen = new HashSet<>();
    private MockProcessorContext<Void, Void> context = new MockProcessorContext<>();

    @BeforeEach
    void start() {
        context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), stateDir.toFile());
        context.setCurrentSystemTimeMs(0);
        for (int i = 0; i < DUE; i++) {
            index.add(i % 1000, ("query-" + i).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aPassIsBoundedByNumberAndTheNextOnesGoOn() {
        // Given
        begin(Duration.ZERO);

        // When
        passUntilDone();

        // Then
        assertThat(seen).hasSize(DUE);
        assertThat(passes).hasSize(DUE / WallClockTime.MOST).containsOnly(WallClockTime.MOST);
    }

    @Test
    void aPassIsBoundedByTimeToo() {
        // Given half a millisecond for each
        begin(Duration.ofNanos(500_000));

        // When
        pass();

        // Then a pass ends after half a second
        assertThat(passes).containsExactly(1_000);
    }

    private void begin(Duration each) {
        new WallClockTime(Duration.ofMillis(500), Duration.ZERO, nanos::get).begin(context, index, (ids, now) -> {
            seen.addAll(ids);
            nanos.addAndGet(each.toNanos() * ids.size());
        });
    }

    private void passUntilDone() {
        for (int before = -1; before < seen.size(); ) {
            before = seen.size();
            pass();
        }
        passes.removeLast();
    }

    private void pass() {
        int before = seen.size();
        context.scheduledPunctuators().getFirst().getPunctuator().punctuate(NOW);
        passes.add(seen.size() - before);
    }
}
