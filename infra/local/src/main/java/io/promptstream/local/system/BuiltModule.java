package io.promptstream.local.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * What a module's build has left in its {@code target} folder.
 *
 * @param root the project's
 * @param name of the module's folder below it
 */
record BuiltModule(Path root, String name) {

    private static final PathMatcher BUILT = FileSystems.getDefault().getPathMatcher("glob:**/target/*.jar");

    /** Where the shared archives of the module's programs are kept. */
    Path archiveFolder() {
        return target().resolve("shared-archives");
    }

    /** Entries of the class path, the module's own first. */
    String classPath() {
        var dependencies = dependencies();
        return own() + File.pathSeparator + dependencies;
    }

    /** Jars on the class path that no module of the project has built. */
    List<Path> libraries() {
        return Arrays.stream(dependencies().split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(jar -> !BUILT.matches(jar))
                .toList();
    }

    private String dependencies() {
        var file = target().resolve("service.classpath");
        if (!Files.isRegularFile(file)) {
            throw new SystemException(name + " is not built (no " + file + "): run ./mvnw package -DskipTests");
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new SystemException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** What was packaged last; a version that was built before may lie beside it. */
    private Path own() {
        var packaged = target().resolve("maven-archiver").resolve("pom.properties");
        if (!Files.isRegularFile(packaged)) {
            return target().resolve("classes");
        }
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(packaged)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new SystemException("Cannot read " + packaged + ": " + e.getMessage(), e);
        }
        var jar = target().resolve(
                        properties.getProperty("artifactId") + "-" + properties.getProperty("version") + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new SystemException(name + " is not built (no " + jar + "): run ./mvnw package -DskipTests");
        }
        return jar;
    }

    private Path target() {
        return root.resolve(name).resolve("target");
    }
}
