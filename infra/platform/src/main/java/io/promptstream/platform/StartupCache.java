package io.promptstream.platform;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;

/**
 * What a JVM takes over from an earlier life of the same program instead of loading its classes again: a dynamic class data
 * archive (JEP 350).
 *
 * <p>A life that makes one notes what it loads, and its JVM writes the archive when it ends in order; {@link #end} then puts it
 * in its place. The name tells which jars and which Java it is of, so that another build or JDK makes its own. Making doubles
 * the work of a start, so of the lives of a program that one launcher has begun only one makes it, and the others run without.
 * An archive that is not complete has another place: nobody sees half of it. Where a cache cannot be kept, the program runs
 * without. Belongs to one life.
 */
public final class StartupCache {

    private static final StartupCache NONE = new StartupCache(List.of(), Optional.empty());
    private static final String SUFFIX = ".jsa";
    private static final int DIGITS = 16;

    private final List<String> options;
    private final Optional<Making> making;

    private StartupCache(List<String> options, Optional<Making> making) {
        this.options = options;
        this.making = making;
    }

    /** The program starts without, and makes none. */
    public static StartupCache none() {
        return NONE;
    }

    /**
     * What an earlier life has left, or what this one is to make.
     *
     * @param folder where the caches of one program are kept; nothing else is in it
     * @param java the executable that runs it
     * @param classPath of the program; only one of jars can have a cache
     * @param again whether the program is started anew in the middle of its work; it has to be quick then, and makes none
     */
    public static StartupCache of(Path folder, JavaRuntime java, String classPath, boolean again) {
        var entries = List.of(classPath.split(File.pathSeparator, -1));
        if (!entries.stream().allMatch(entry -> entry.endsWith(".jar"))) {
            return NONE;
        }
        try {
            var cache = folder.resolve(fingerprint(java.executable(), entries) + SUFFIX);
            if (Files.isRegularFile(cache)) {
                Making.lookAfter(folder, cache);
                return new StartupCache(quietly("-XX:SharedArchiveFile=" + cache), Optional.empty());
            }
            var begun = again ? Optional.<Making>empty() : Making.begin(cache);
            return begun.map(making -> new StartupCache(quietly("-XX:ArchiveClassesAtExit=" + making.written()), begun))
                    .orElse(NONE);
        } catch (IOException e) {
            // Such as a checkout that may not be written to: the program starts without, only slower.
            return NONE;
        }
    }

    /** What the JVM is to be started with. */
    public List<String> options() {
        return options;
    }

    /** Whether the JVM is to write an archive when it ends, which takes it some seconds. */
    boolean isBeingMade() {
        return making.isPresent();
    }

    /**
     * To be called when the JVM has ended, or could not be started.
     *
     * @param inOrder whether it was of use, and not killed: only then what it wrote is whole
     */
    void end(boolean inOrder) {
        making.ifPresent(it -> it.end(inOrder));
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

    /** What a JVM tells of the making, and of an archive that it cannot use, is of no use to who reads the program's log. */
    private static List<String> quietly(String option) {
        return List.of(option, "-Xlog:disable", "-Xlog:all=error,cds*=off,aot*=off");
    }

    /**
     * One life's making of a cache.
     *
     * @param cache its place
     * @param workshop where it is until it is whole; another one for each life
     */
    private record Making(Path cache, Path workshop) {

        /** Where lives of this JVM's programs make which cache. */
        private static final Map<Path, Path> BEGUN = new ConcurrentHashMap<>();

        private static final Pattern WORKSHOP = Pattern.compile("making-(\\d+)-.*");
        /** Those used last; a second one for who changes between two versions or two JDKs. */
        private static final int KEPT = 2;

        /** Empty where another life is at it. */
        static Optional<Making> begin(Path place) throws IOException {
            var folder = Files.createDirectories(place.getParent()).toRealPath();
            deleteForgotten(folder);
            var prefix = "making-" + ProcessHandle.current().pid() + "-";
            var making = new Making(folder.resolve(place.getFileName()), Files.createTempDirectory(folder, prefix));
            if (BEGUN.putIfAbsent(making.cache, making.workshop) == null) {
                return Optional.of(making);
            }
            Files.delete(making.workshop);
            return Optional.empty();
        }

        Path written() {
            return workshop.resolve(cache.getFileName());
        }

        void end(boolean inOrder) {
            try {
                if (inOrder && Files.isRegularFile(written())) {
                    Files.move(written(), cache, StandardCopyOption.ATOMIC_MOVE);
                }
                FileUtils.deleteDirectory(workshop.toFile());
                deleteOld();
            } catch (IOException e) {
                // The next life makes another one. Who stops a system has more to stop.
            } finally {
                BEGUN.remove(cache, workshop);
            }
        }

        /** Archives of earlier builds. A JVM that runs with one keeps what it has of it. */
        private void deleteOld() throws IOException {
            try (var files = Files.list(cache.getParent())) {
                var old = files.map(Path::toFile)
                        .filter(file -> file.getName().endsWith(SUFFIX))
                        .sorted(Comparator.comparingLong(File::lastModified).reversed())
                        .skip(KEPT)
                        .toList();
                for (var file : old) {
                    FileUtils.forceDelete(file);
                }
            }
        }

        /** Keeps an archive that is used, and nothing that is not. */
        static void lookAfter(Path folder, Path used) {
            try {
                Files.setLastModifiedTime(used, FileTime.from(Instant.now()));
                deleteForgotten(folder);
            } catch (IOException e) {
                // It may be read, if not written to.
            }
        }

        /** Workshops whose launcher is gone, so that nobody saw the end of the life. */
        private static void deleteForgotten(Path folder) throws IOException {
            try (var files = Files.newDirectoryStream(folder)) {
                for (var file : files) {
                    var workshop = WORKSHOP.matcher(file.getFileName().toString());
                    if (workshop.matches()
                            && ProcessHandle.of(Long.parseLong(workshop.group(1)))
                                    .isEmpty()) {
                        FileUtils.deleteDirectory(file.toFile());
                    }
                }
            }
        }
    }
}
