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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A child process with a log file, that is waited for until ready and that ends with all its descendants. */
public final class ManagedProcess {

    private static final Duration POLL = Duration.ofMillis(100);
    /** How long a JVM may take to end that writes its startup cache first. */
    private static final Duration GRACE_WITH_CACHE = Duration.ofSeconds(60);

    /** Exit codes of a JVM that ends by itself, and of one that is asked to (SIGTERM). */
    private static final Set<Integer> IN_ORDER = Set.of(0, 128 + 15);

    private static final int LOG_LINES = 25;
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    /** Those of this JVM that have not ended; its own lock. */
    private static final Set<ManagedProcess> STARTED = new HashSet<>();

    private final String name;
    private final Process process;
    private final Path directory;
    private final Path log;
    private final StartupCache cache;
    /** Completes when the process has ended and nothing is left to do for it. */
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private volatile boolean ready;

    private ManagedProcess(String name, Process process, Path directory, Path log, StartupCache cache) {
        this.name = name;
        this.process = process;
        this.directory = directory;
        this.log = log;
        this.cache = cache;
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

    /** Starts a command that has no startup cache. */
    public static ManagedProcess start(String name, List<String> command, Path directory, Path log) {
        return start(name, command, directory, log, StartupCache.none());
    }

    /**
     * Starts the command; both its output streams are appended to {@code log}.
     *
     * <p>The process ignores SIGINT, but not SIGTERM.
     *
     * @param name what the process is, for messages
     * @param directory working directory, made if absent
     * @param cache whose options are in the command; belongs to this process from now on
     */
    public static ManagedProcess start(
            String name, List<String> command, Path directory, Path log, StartupCache cache) {
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
                        name, builder.start(), directory.toAbsolutePath().normalize(), log, cache);
                STARTED.add(started);
                started.process.onExit().thenRun(started::end);
                return started;
            }
        } catch (IOException e) {
            cache.end(false);
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
            ready = true;
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

    private void end() {
        synchronized (STARTED) {
            STARTED.remove(this);
        }
        try {
            cache.end(ready && IN_ORDER.contains(process.exitValue()));
        } finally {
            ended.complete(null);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Asks the process to end, waits at most {@code grace}, or longer for one that makes a startup cache, then kills what is
     * left of it and its descendants.
     */
    public void stop(Duration grace) {
        var family = family();
        family.forEach(ProcessHandle::destroy);
        try {
            process.waitFor(patience(grace).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        killAll(family);
        ended.join();
    }

    private Duration patience(Duration grace) {
        return cache.isBeingMade() && grace.compareTo(GRACE_WITH_CACHE) < 0 ? GRACE_WITH_CACHE : grace;
    }

    /** Ends the process and its descendants at once, as {@code kill -9} does, and returns when they are gone. */
    public void kill() {
        killAll(family());
        ended.join();
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
