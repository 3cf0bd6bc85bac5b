package io.promptstream.local.system;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A process of a system.
 *
 * @param name for people
 * @param pid of the operating system
 * @param startedAt tells the process from a later one with the same pid; the epoch where the system does not say
 * @param address where it answers
 * @param log its log file
 */
public record RunningProcess(String name, long pid, Instant startedAt, String address, String log) {

    private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

    static RunningProcess of(String name, long pid, String address, String log) {
        var startedAt = ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().startInstant())
                .orElse(Instant.EPOCH);
        return new RunningProcess(name, pid, startedAt, address, log);
    }

    /** Whether it still runs. */
    public boolean runs() {
        return handle().isPresent();
    }

    /** Asks it to end, and kills it after {@code grace}. */
    void stop(Duration grace) {
        handle().ifPresent(handle -> {
            handle.destroy();
            try {
                handle.onExit()
                        .orTimeout(grace.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
            } catch (CompletionException e) {
                handle.destroyForcibly();
                handle.onExit().join();
            }
        });
    }

    /** The system computes it from the time of its own start, which moves when the clock is set. */
    private boolean isNear(Instant instant) {
        return Duration.between(startedAt, instant).abs().compareTo(CLOCK_STEP) <= 0;
    }

    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> isNear(handle.info().startInstant().orElse(Instant.EPOCH)));
    }
}
