package io.promptstream.platform;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How to run a schema registry.
 *
 * @param archive the {@code tar.gz} of Apicurio Registry
 * @param cacheDirectory where the archive is unpacked, once for all starts, and its {@link SharedArchive} is kept
 * @param dataDirectory where the schemas are kept; a later start finds them again
 * @param logDirectory where {@code registry.log} goes
 * @param java what runs it, Java 21 or later
 * @param port port of the API on 127.0.0.1; 0 picks a free one
 * @param heapMegabytes most heap memory of its JVM, in MiB
 * @param startTimeout how long it may take to be ready
 */
public record RegistrySettings(
        Path archive,
        Path cacheDirectory,
        Path dataDirectory,
        Path logDirectory,
        JavaRuntime java,
        int port,
        int heapMegabytes,
        Duration startTimeout) {

    /** System property with the path of the archive. */
    public static final String ARCHIVE_PROPERTY = "promptstream.registry.archive";

    /** System property with the folder for what can be made again; {@code ~/.cache/promptstream} by default. */
    public static final String CACHE_PROPERTY = "promptstream.cache";

    private static final int SMALLEST_HEAP = 128;

    /** Seconds are the rule; a machine that compiles and trains at the same time has needed minutes. */
    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);

    public RegistrySettings {
        if (heapMegabytes < SMALLEST_HEAP) {
            throw new IllegalArgumentException("heapMegabytes is " + heapMegabytes + ": give at least " + SMALLEST_HEAP
                    + ", the registry does not start with less");
        }
    }

    /**
     * A registry whose data and logs go below {@code directory}, with a free port, the calling JVM's runtime, and archive and
     * cache from the system properties.
     */
    public static RegistrySettings in(Path directory) {
        return new RegistrySettings(
                archiveFromProperty(),
                Path.of(System.getProperty(CACHE_PROPERTY, System.getProperty("user.home") + "/.cache/promptstream")),
                directory.resolve("registry-data"),
                directory.resolve("logs"),
                JavaRuntime.current(),
                0,
                256,
                START_TIMEOUT);
    }

    public RegistrySettings withPort(int apiPort) {
        return new RegistrySettings(
                archive, cacheDirectory, dataDirectory, logDirectory, java, apiPort, heapMegabytes, startTimeout);
    }

    private static Path archiveFromProperty() {
        var archive = System.getProperty(ARCHIVE_PROPERTY, "");
        if (archive.isEmpty()) {
            throw new PlatformException("The system property " + ARCHIVE_PROPERTY + " is not set: start Java with -D"
                    + ARCHIVE_PROPERTY + "=<path of apicurio-registry-app-3.3.3-all.tar.gz>");
        }
        return Path.of(archive);
    }
}
