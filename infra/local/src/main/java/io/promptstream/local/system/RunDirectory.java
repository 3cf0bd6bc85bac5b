package io.promptstream.local.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A folder in which one system runs, and the note in the home folder that tells which one was started last. */
public final class RunDirectory {

    /** Environment variable that moves {@code ~/.promptstream}. */
    public static final String HOME_VARIABLE = "PROMPTSTREAM_HOME";

    private static final String DESCRIPTION = "system.json";
    private static final String CURRENT = "current";
    /** A JVM may write its shared archive before it ends. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    /** As long for each of services, registry and broker. */
    private static final Duration LAUNCHER_GRACE = GRACE.multipliedBy(3);

    private static final List<String> DATA = List.of("kafka-data", "registry-data", "state");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private RunDirectory() {}

    /** {@code ~/.promptstream}, or what {@link #HOME_VARIABLE} says. */
    public static Path home() {
        var variable = System.getenv(HOME_VARIABLE);
        return variable == null || variable.isBlank()
                ? Path.of(System.getProperty("user.home"), ".promptstream")
                : Path.of(variable);
    }

    /** The run directory of the system that was started last; empty if there never was one. */
    static Optional<Path> current() {
        var note = home().resolve(CURRENT);
        try {
            return Files.isRegularFile(note)
                    ? Optional.of(Path.of(Files.readString(note).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Description of the system in {@code directory}, or of the one started last where it is null; empty if there is none. */
    public static Optional<SystemDescription> find(@Nullable Path directory) {
        return Optional.ofNullable(directory).or(RunDirectory::current).flatMap(RunDirectory::read);
    }

    /** Notes the system as the one that other commands mean when they name none. */
    public static void makeCurrent(SystemDescription description) {
        try {
            Files.createDirectories(home());
            replace(home().resolve(CURRENT), description.directory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the description. */
    static void write(SystemDescription description) {
        var directory = Path.of(description.directory());
        try {
            Files.createDirectories(directory);
            replace(directory.resolve(DESCRIPTION), JSON.writeValueAsString(description));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets the description: the system has been stopped. */
    static void remove(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(DESCRIPTION));
            if (current().filter(directory::equals).isPresent()) {
                Files.deleteIfExists(home().resolve(CURRENT));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops a system in order: services, registry, broker. Its launcher does it, where there is one; it ends then. */
    public static void stop(SystemDescription description) {
        var launcher = description.launcher();
        if (launcher != null && launcher.pid() != ProcessHandle.current().pid()) {
            launcher.stop(LAUNCHER_GRACE);
        }
        description.processes().reversed().forEach(process -> process.stop(GRACE));
        remove(Path.of(description.directory()));
    }

    /** Deletes the data of a stopped system and leaves its logs. */
    static void deleteData(Path directory) {
        for (var name : DATA) {
            deleteTree(directory.resolve(name));
        }
    }

    private static Optional<SystemDescription> read(Path directory) {
        var file = directory.resolve(DESCRIPTION);
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(JSON.readValue(file.toFile(), SystemDescription.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw new SystemException(file + " cannot be read: delete it, and start the system again", e);
        }
    }

    /** Nobody who reads the file at the same time sees half of it. */
    private static void replace(Path file, String content) throws IOException {
        var aside = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid());
        Files.writeString(aside, content + "\n");
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes a folder with all that is in it, if it is there. */
    static void deleteTree(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (var paths = Files.walk(tree)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
