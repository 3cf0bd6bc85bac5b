package io.promptstream.local.system;

import io.promptstream.platform.JavaRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A {@code java} whose JVM leaves Ctrl-C alone.
 *
 * <p>A terminal sends the signal to the whole foreground group. Without this the broker would end at the same moment as the
 * services that still want to commit to it; with it only the launcher hears the signal, and stops everything in order.
 */
final class JavaCommand {

    private JavaCommand() {}

    /** Writes the script below {@code directory}; it runs the JDK of the calling JVM. */
    static JavaRuntime in(Path directory) {
        var java = JavaRuntime.current().executable();
        var script = directory.resolve("java");
        try {
            Files.createDirectories(directory);
            // A JVM that is started with a signal ignored keeps ignoring it.
            Files.writeString(script, "#!/bin/sh\ntrap '' INT HUP\nexec '" + java + "' \"$@\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new JavaRuntime(script);
    }
}
