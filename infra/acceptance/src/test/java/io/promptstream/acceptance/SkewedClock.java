package io.promptstream.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A wall clock that is ahead of the others by less than the reward window of the small task: what waits would be dropped
 * at once otherwise when a partition moves to a process with this clock.
 *
 * @param library libfaketime, which has to be loaded into a process before its own libraries
 */
record SkewedClock(Path library) {

    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final int DEPTH = 3;
    private static final String AHEAD = "+45s";

    /** Where libfaketime is installed, as by {@code apt-get install faketime}. */
    static Optional<SkewedClock> installed() {
        try (var files = Files.find(
                LIBRARIES, DEPTH, (file, attributes) -> file.endsWith(Path.of("faketime", "libfaketime.so.1")))) {
            return files.findFirst().map(SkewedClock::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Variables that give a process this clock. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "FAKETIME", AHEAD);
    }
}
