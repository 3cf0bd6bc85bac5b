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
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a JVM takes over from an earlier life of the same program instead of loading and linking its classes again: an AOT
 * cache (JEP 483 and 514).
 *
 * <p>A life that finds none records what it loads, and its JVM writes the cache when it ends in order; {@link #end} then puts
 * it in its place. The name tells which jars and which Java it is of, so that another build or JDK makes its own. A cache that is
 * not complete has another place, one for each life: nobody sees half of it, and two lives do not disturb each other.
 * Belongs to one life.
 */
final class StartupCache {

    private static final String SUFFIX = ".aot";
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
            return new StartupCache(List.of(), folder, Optional.empty());
        }
        try {
            var cache = folder.resolve(fingerprint(java, entries) + SUFFIX);
            if (Files.isRegularFile(cache)) {
                return new StartupCache(quietly("-XX:AOTCache=" + cache), cache, Optional.empty());
            }
            Files.createDirectories(folder);
            var workshop = Files.createTempDirectory(folder, "making-");
            return new StartupCache(
                    quietly("-XX:AOTCacheOutput=" + workshop.resolve(cache.getFileName())),
                    cache,
                    Optional.of(workshop));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the JVM is to be started with. */
    List<String> options() {
        return options;
    }

    /** Whether the JVM is to write a cache when it ends, which takes it some seconds. */
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
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Those of earlier builds. A JVM that runs with one keeps what it has of it. */
    private void deleteOthers() throws IOException {
        try (var caches = Files.newDirectoryStream(cache.getParent(), "*" + SUFFIX)) {
            for (var other : caches) {
                if (!other.equals(cache)) {
                    Files.deleteIfExists(other);
                }
            }
        }
    }

    /** The JVM itself refuses a cache of other jars, by their names, sizes and times, but would make no new one. */
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

    /** What a JVM tells of the making, and of a cache that it cannot use, is of no use to who reads the service's log. */
    private static List<String> quietly(String option) {
        return List.of(option, "-Xlog:disable", "-Xlog:all=error");
    }
}
