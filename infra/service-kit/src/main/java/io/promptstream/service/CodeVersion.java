package io.promptstream.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version of this code, as its build names it, for what is published to say what made it.
 *
 * @param name such as {@code 0.1.0}
 */
public record CodeVersion(String name) {
    private static final String FILE = "code-version.properties";

    public CodeVersion {
        if (name.isBlank() || name.contains("${")) {
            throw new IllegalArgumentException(
                    "The code's version is \"%s\": build with Maven, which writes it into %s".formatted(name, FILE));
        }
    }

    /** The version that the build wrote. */
    public static CodeVersion ofBuild() {
        try (InputStream file = CodeVersion.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing: build with Maven");
            }
            Properties properties = new Properties();
            properties.load(file);
            return new CodeVersion(properties.getProperty("version", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
