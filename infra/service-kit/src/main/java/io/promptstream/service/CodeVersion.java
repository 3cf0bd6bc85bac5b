package io.promptstream.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version of this code, as its build names it, for what is published to say what made it.
 *
 * @param name such as {@code 0.1.0+1a2b3c4}: the version, and the commit that it was built from; without the latter where
 *     the sources were no repository of Git
 */
public record CodeVersion(String name) {
    private static final String FILE = "code-version.properties";

    public CodeVersion {
        if (name.isBlank() || name.contains("${")) {
            throw new IllegalArgumentException(
                    "The code's version is \"%s\": build with Maven, which writes it into %s".formatted(name, FILE));
        }
    }

    static CodeVersion of(String version, String commit) {
        return new CodeVersion(commit.isBlank() ? version : version + "+" + commit);
    }

    /** The version that the build wrote. */
    public static CodeVersion ofBuild() {
        try (InputStream file = CodeVersion.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing: build with Maven");
            }
            Properties properties = new Properties();
            properties.load(file);
            return of(properties.getProperty("version", ""), properties.getProperty("commit", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
