package io.promptstream.local.system;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a JVM takes over from an earlier life of the same program instead of loading its classes again: a dynamic class data
 * archive (JEP 350).
 *
 * <p>A life that finds none notes what it loads, and its JVM writes the archive when it ends in order; {@link #end} then puts
 * it in its place. The name tells which jars and which Java it is of, so that another build or JDK makes its own. An archive
 * that is not complete has another place, one for each life: nobody sees half of it, and two lives do not disturb each other.
 * Where a cache cannot be kept, the program runs without. Belongs to one life.
 */
final class StartupCache {

    private static final String SUFFIX = ".jsa";
    private static final String WORKSHOP = "making-";
    private static final Duration LONGEST_LIFE = Duration.ofDays(7);
    private static final int DIGITS = 16;

    private final List<String> options;
    private final Path cache;
    private final Optional<Path> workshop;

    private StartupCache(List<String> options, Path cache, Optional<Path> workshop) {
        this.options = options;
        this.cache = cache;
        this.workshop = workshop;
    }

    /**
     * @param folder where the caches of one program are kept; nothing else is in it
     * @param java the executable that runs it
     * @param classPath of the program; only one of jars can have a cache
     */
    static StartupCache of(Path folder, Path java, String classPath) {
        var entries = List.of(classPath.split(File.pathSeparator, -1));
        if (!entries.stream().allMatch(entry -> entry.endsWith(".jar"))) {
            return none(folder);
        }
        try {
            var cache = folder.resolve(fingerprint(java, entries) + SUFFIX);
            if (Files.isRegularFile(cache)) {
                return new StartupCache(quietly("-XX:SharedArchiveFile=" + cache), cache, Optional.empty());
            }
            Files.createDirectories(folder);
            var workshop = Files.createTempDirectory(folder, WORKSHOP);
            return new StartupCache(
                    quietly("-XX:ArchiveClassesAtExit=" + workshop.resolve(cache.getFileName())),
                    cache,
                    Optional.of(workshop));
        } catch (IOException e) {
            // Such as a checkout that may not be written to: the program starts without, only slower.
            return none(folder);
        }
    }

    private static StartupCache none(Path folder) {
        return new StartupCache(List.of(), folder, Optional.empty());
    }

    /** What the JVM is to be started with. */
    List<String> options() {
        return options;
    }

    /** Whether the JVM is to write an archive when it ends, which takes it some seconds. */
    boolean isBeingMade() {
        return workshop.isPresent();
    }

    /**
     * To be called when the JVM has ended.
     *
     * @param inOrder whether it was not killed: only then what it wrote is whole
     */
    void end(boolean inOrder) {
        workshop.ifPresent(made -> {
            try {
                var written = made.resolve(cache.getFileName());
                if (inOrder && Files.isRegularFile(written)) {
                    Files.move(written, cache, StandardCopyOption.ATOMIC_MOVE);
                    deleteOthers();
                }
                RunDirectory.deleteTree(made);
            } catch (IOException | UncheckedIOException e) {
                // The next life makes another one. Who stops a system has more to stop.
            }
        });
    }

    /**
     * Archives of earlier builds, and what was left by lives whose end nobody saw. A JVM that runs with an archive keeps what it
     * has of it.
     */
    private void deleteOthers() throws IOException {
        var longAgo = Instant.now().minus(LONGEST_LIFE);
        try (var files = Files.newDirectoryStream(cache.getParent())) {
            for (var file : files) {
                var name = file.getFileName().toString();
                if (name.startsWith(WORKSHOP)
                        ? Files.getLastModifiedTime(file).toInstant().isBefore(longAgo)
                        : !file.equals(cache)) {
                    RunDirectory.deleteTree(file);
                }
            }
        }
    }

    /** The JVM itself refuses an archive of other jars, by their names, sizes and times, but would make no new one. */
    private static String fingerprint(Path java, List<String> jars) throws IOException {
        var text = new StringBuilder();
        text.append(stamp(java.toRealPath()));
        for (var jar : jars) {
            text.append(stamp(Path.of(jar)));
        }
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String stamp(Path file) throws IOException {
        return file + " " + Files.size(file) + " "
                + Files.getLastModifiedTime(file).toMillis() + "\n";
    }

    /** What a JVM tells of the making, and of an archive that it cannot use, is of no use to who reads the service's log. */
    private static List<String> quietly(String option) {
        return List.of(option, "-Xlog:disable", "-Xlog:all=error,cds*=off,aot*=off");
    }
}
