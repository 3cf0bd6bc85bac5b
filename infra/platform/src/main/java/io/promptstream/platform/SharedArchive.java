package io.promptstream.platform;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The class data sharing archive of a program (JEP 350): a JVM that finds none writes it when it ends in order, and later ones
 * take their classes from it instead of loading and verifying them.
 *
 * <p>{@code -XX:+AutoCreateSharedArchive} does that, and replaces an archive of another JDK. Three cases it leaves to its caller:
 * it never replaces an archive of another class path; one that was torn when its JVM was killed it neither uses nor replaces;
 * and it refuses to start where the folder is missing.
 */
public final class SharedArchive {

    private static final String SUFFIX = ".jsa";

    private SharedArchive() {}

    /**
     * What the JVM is to be started with; nothing where no archive can be kept, so that the program only starts more slowly.
     *
     * @param folder where archives are kept
     * @param program a name for the files there; archives of other class paths of the same program are deleted
     * @param classPath of the program; only one of jars can have an archive
     */
    public static List<String> options(Path folder, String program, String classPath) {
        var jars = List.of(classPath.split(File.pathSeparator, -1));
        if (!jars.stream().allMatch(jar -> jar.endsWith(".jar"))) {
            return List.of();
        }
        try {
            var archive = folder.resolve(program + "-" + fingerprint(jars) + SUFFIX);
            Files.createDirectories(folder);
            deleteUnusable(folder, program, archive);
            return List.of(
                    "-XX:+AutoCreateSharedArchive",
                    "-XX:SharedArchiveFile=" + archive,
                    // What the JVM tells of making and refusing archives is of no use to who reads the program's log.
                    "-Xlog:disable",
                    "-Xlog:all=error,cds*=off,aot*=off");
        } catch (IOException e) {
            return List.of();
        }
    }

    /** What the JVM compares too: names, sizes and times. */
    private static String fingerprint(List<String> jars) throws IOException {
        var stamps = new ArrayList<String>();
        for (var jar : jars) {
            var file = Path.of(jar);
            stamps.add(jar + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
        }
        return Integer.toHexString(stamps.hashCode());
    }

    private static void deleteUnusable(Path folder, String program, Path archive) throws IOException {
        try (var files = Files.newDirectoryStream(folder, program + "-*" + SUFFIX)) {
            for (var file : files) {
                if (!file.equals(archive) || isTorn(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** The JVM writes the header last. */
    private static boolean isTorn(Path archive) throws IOException {
        try (var content = Files.newInputStream(archive)) {
            return content.read() <= 0;
        }
    }
}
