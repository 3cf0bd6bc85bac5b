package io.promptstream.local.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a module's build has left in its {@code target} folder.
 *
 * @param root the project's
 * @param name of the module's folder below it
 */
record BuiltModule(Path root, String name) {

    private static final String TARGET = "target";
    private static final String DEPENDENCIES = "service.classpath";

    /** Where JVMs that run the module's programs keep their startup caches. */
    Path startupCache() {
        return target().resolve("startup-cache");
    }

    /** Entries of the class path, the module's own first. */
    String classPath() {
        try {
            var dependencies = dependencies();
            return own() + File.pathSeparator + dependencies;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Jars on the class path that no module of the project has built. */
    List<Path> libraries() {
        try {
            return List.of(dependencies().split(File.pathSeparator, -1)).stream()
                    .filter(jar -> !jar.contains(File.separator + TARGET + File.separator))
                    .map(Path::of)
                    .toList();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private String dependencies() throws IOException {
        var file = target().resolve(DEPENDENCIES);
        if (!Files.isRegularFile(file)) {
            throw new SystemException(
                    "The " + name + " is not built (no " + file + "): run ./mvnw package -DskipTests");
        }
        return Files.readString(file).strip();
    }

    private Path own() throws IOException {
        var artifact = Path.of(name).getFileName();
        try (var files = Files.newDirectoryStream(target(), artifact + "-*.jar")) {
            for (var jar : files) {
                return jar;
            }
        }
        return target().resolve("classes");
    }

    private SystemException unreadable(IOException e) {
        return new SystemException("Cannot read the class path in " + target() + ": " + e.getMessage(), e);
    }

    private Path target() {
        return root.resolve(name).resolve(TARGET);
    }
}
