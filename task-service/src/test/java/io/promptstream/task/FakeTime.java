package io.promptstream.task;

import io.promptstream.task.model.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only when someone pauses; not for several threads. */
public final class FakeTime implements InstantSource, Pause {
    private final List<Duration> pauses = new ArrayList<>();
    private Instant now;
    private Runnable whenPausing = () -> {};

    public FakeTime(Instant now) {
        this.now = now;
    }

    /** Something that happens during every pause. */
    public void whenPausing(Runnable action) {
        whenPausing = action;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized void pass(Duration duration) {
        pauses.add(duration);
        now = now.plus(duration);
        whenPausing.run();
    }

    /** How long all pauses were together. */
    public synchronized Duration paused() {
        return pauses.stream().reduce(Duration.ZERO, Duration::plus);
    }
}
