package io.promptstream.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code java} executable that runs the broker and the registry.
 *
 * @param executable path of the executable itself, for example {@code /usr/lib/jvm/temurin-25/bin/java}
 */
public record JavaRuntime(Path executable) {

    /** The schema registry is compiled for this release. */
    static final int OLDEST = 21;

    private static final Pattern VERSION = Pattern.compile("(?:openjdk|java)\\s+(\\d+)");

    public JavaRuntime {
        if (!Files.isExecutable(executable)) {
            throw new IllegalArgumentException("No executable file at " + executable
                    + ": give the path of bin/java of a JDK " + OLDEST + " or later");
        }
    }

    /** The runtime of the calling JVM. */
    public static JavaRuntime current() {
        return new JavaRuntime(Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    /** Fails with an explanation if this runtime is too old. Starts it once to ask, unless it is the caller's own. */
    void requireRecent() {
        var feature = equals(current()) ? Runtime.version().feature() : askVersion();
        if (feature < OLDEST) {
            throw new PlatformException(executable + " is Java " + feature + ", but Java " + OLDEST
                    + " or later is needed: give the bin/java of a newer JDK");
        }
    }

    private int askVersion() {
        try {
            var process = new ProcessBuilder(executable.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return featureOf(output);
        } catch (IOException e) {
            throw new PlatformException(
                    "Cannot run " + executable + " --version: give the bin/java of a working JDK", e);
        }
    }

    /** Reads the feature release from what {@code java --version} prints; 0 where it is not recognised. */
    static int featureOf(String versionOutput) {
        Matcher matcher = VERSION.matcher(versionOutput);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
