package io.promptstream.platform;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The unpacked registry as a Java program.
 *
 * <p>Its own runner, {@code quarkus-run.jar}, loads classes by a loader that no {@link StartupCache} knows. So the jars that it
 * would look through are given to Java itself, and first what Quarkus has changed and generated, as the runner does.
 */
final class RegistryProgram {

    /** Made by Quarkus's build in every application. */
    static final String MAIN_CLASS = "io.quarkus.runner.GeneratedMain";

    /** What the runner's manifest asks for and what it sets before it starts the program. */
    static final List<String> OPTIONS = List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");

    private static final String GENERATED = "quarkus/generated-bytecode.jar";
    /** Only there where something was changed. */
    private static final String CHANGED = "quarkus/transformed-bytecode.jar";

    private static final List<String> FOLDERS = List.of("app", "lib/main", "lib/boot");

    private RegistryProgram() {}

    /**
     * The jars of the registry in {@code home}.
     *
     * @throws PlatformException if the folder has another layout
     */
    static String classPath(Path home) {
        var jars = new ArrayList<Path>();
        try {
            if (Files.isRegularFile(home.resolve(CHANGED))) {
                jars.add(home.resolve(CHANGED));
            }
            jars.add(home.resolve(GENERATED).toRealPath());
            for (var folder : FOLDERS) {
                jars.addAll(jarsIn(home.resolve(folder)));
            }
        } catch (IOException e) {
            throw new PlatformException(
                    home + " is not a Quarkus application as Apicurio Registry 3 is packed, cannot read "
                            + e.getMessage() + ": set " + RegistrySettings.ARCHIVE_PROPERTY + " to a tar.gz of that",
                    e);
        }
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Always in the same order, which is part of what a startup cache is of. */
    private static List<Path> jarsIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
