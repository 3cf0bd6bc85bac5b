package io.promptstream.local.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.List;

/**
 * What a module's build has left in its {@code target} folder.
 *
 * @param root the project's
 * @param name of the module's folder below it
 */
record BuiltModule(Path root, String name) {

    private static final PathMatcher BUILT = FileSystems.getDefault().getPathMatcher("glob:**/target/*.jar");

    /** Where JVMs that run the module's programs keep their startup caches. */
    Path startupCache() {
        return target().resolve("startup-cache");
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

    private Path own() {
        var jars = Path.of(name).getFileName() + "-*.jar";
        try (var files = Files.newDirectoryStream(target(), jars)) {
            for (var jar : files) {
                return jar;
            }
        } catch (IOException e) {
            throw new SystemException("Cannot read " + target() + ": " + e.getMessage(), e);
        }
        return target().resolve("classes");
    }

    private Path target() {
        return root.resolve(name).resolve("target");
    }
}
