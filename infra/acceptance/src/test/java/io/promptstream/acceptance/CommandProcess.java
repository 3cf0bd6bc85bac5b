package io.promptstream.acceptance;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The launcher's program in a process of its own, started as its script starts it. */
final class CommandProcess {

    private static final List<String> PROPERTIES = List.of("promptstream.root", "promptstream.registry.archive");

    private CommandProcess() {}

    /**
     * Starts a command.
     *
     * @param directory its home; what it prints goes to the files {@code command.out} and {@code command.err} in it
     * @param arguments the command's name first
     */
    static Process start(Path directory, String... arguments) throws IOException {
        return start(directory, Map.of(), arguments);
    }

    /** As {@link #start(Path, String...)}, with these variables in its environment. */
    static Process start(Path directory, Map<String, String> environment, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        PROPERTIES.forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.add("-Dlogback.configurationFile=io/promptstream/local/command-logback.xml");
        command.addAll(List.of("-cp", classPath(), "io.promptstream.local.Promptstream"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().put("PROMPTSTREAM_HOME", directory.toString());
        return builder.redirectOutput(directory.resolve("command.out").toFile())
                .redirectError(directory.resolve("command.err").toFile())
                .start();
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
