package io.promptstream.platform;

import java.io.File;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A child process with a log file, that is waited for until ready and that ends with all its descendants. */
public final class ManagedProcess {

    private static final Duration POLL = Duration.ofMillis(100);
    /** A JVM may write its {@link SharedArchive} first, on a machine with other work. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private static final int LOG_LINES = 25;
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    /** Those of this JVM that have not ended; its own lock. */
    private static final Set<ManagedProcess> STARTED = new HashSet<>();

    private final String name;
    private final Process process;
    private final Path directory;
    private final Path log;

    private ManagedProcess(String name, Process process, Path directory, Path log) {
        this.name = name;
        this.process = process;
        this.directory = directory;
        this.log = log;
    }

    /**
     * Living processes that this JVM has started with {@code directory}, or a folder below it, as their working directory; waits
     * for one that is being started.
     */
    public static List<ProcessHandle> startedIn(Path directory) {
        var root = directory.toAbsolutePath().normalize();
        synchronized (STARTED) {
            return STARTED.stream()
                    .filter(started -> started.directory.startsWith(root))
                    .map(started -> started.process.toHandle())
                    .filter(ProcessHandle::isAlive)
                    .toList();
        }
    }

    /**
     * Starts the command; both its output streams are appended to {@code log}.
     *
     * <p>The process ignores SIGINT, but not SIGTERM.
     *
     * @param name what the process is, for messages
     * @param directory working directory, made if absent
     */
    public static ManagedProcess start(String name, List<String> command, Path directory, Path log) {
        try {
            Files.createDirectories(directory);
            Files.createDirectories(log.toAbsolutePath().getParent());
            var builder = new ProcessBuilder(deafToInterrupts(command));
            builder.directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(nullDevice()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            synchronized (STARTED) {
                var started = new ManagedProcess(
                        name, builder.start(), directory.toAbsolutePath().normalize(), log);
                STARTED.add(started);
                started.process.onExit().thenRun(started::forget);
                return started;
            }
        } catch (IOException e) {
            throw new PlatformException(
                    "Cannot start the " + name + " with " + command.getFirst() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns once {@code probe} holds.
     *
     * @throws PlatformException if the process ends first or the time is over (the process is killed then); the message
     *     carries the last lines of the log
     */
    public void awaitReady(BooleanSupplier probe, Duration timeout) {
        try {
            poll(probe, timeout);
        } catch (RuntimeException e) {
            kill();
            throw e;
        }
    }

    private void poll(BooleanSupplier probe, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (process.isAlive()) {
            if (probe.getAsBoolean()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new PlatformException("The " + name + " was not ready after " + timeout.toSeconds()
                        + " s and was stopped. " + lastLogLines());
            }
            pause();
        }
        throw new PlatformException(
                "The " + name + " ended at its start with exit code " + process.exitValue() + ". " + lastLogLines());
    }

    /**
     * The command, started so that it ignores SIGINT. A terminal sends Ctrl-C to all processes of the group at once; but who
     * stops them wants an order: the broker last, when its clients have said goodbye.
     */
    private static List<String> deafToInterrupts(List<String> command) {
        if (WINDOWS) {
            return command;
        }
        var shell = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        shell.addAll(command);
        return List.copyOf(shell);
    }

    private void forget() {
        synchronized (STARTED) {
            STARTED.remove(this);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Asks the process to end, waits a minute at most, then kills what is left of it and its descendants. */
    public void stop() {
        var family = family();
        family.forEach(ProcessHandle::destroy);
        try {
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        killAll(family);
    }

    /** Ends the process and its descendants at once, as {@code kill -9} does, and returns when they are gone. */
    public void kill() {
        killAll(family());
    }

    private List<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    private static void killAll(List<ProcessHandle> family) {
        family.forEach(ProcessHandle::destroyForcibly);
        family.forEach(member -> member.onExit().join());
    }

    private String lastLogLines() {
        try {
            var lines = Files.readAllLines(log);
            var last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
            return "The last lines of " + log + ":\n  " + String.join("\n  ", last);
        } catch (MalformedInputException e) {
            return "Its log " + log + " is not readable as text.";
        } catch (IOException e) {
            return "Its log " + log + " cannot be read: " + e.getMessage();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("Interrupted while waiting for a process to be ready", e);
        }
    }

    private static File nullDevice() {
        return new File(WINDOWS ? "NUL" : "/dev/null");
    }
}
