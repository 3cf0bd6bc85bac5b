package io.promptstream.local.control;

import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Screen;
import io.promptstream.local.system.RunDirectory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code promptstream down}. */
@Command(name = "down", description = "Stops the system that 'demo --keep' left running. Its data and logs stay.")
public final class DownCommand implements Callable<Integer> {

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Run directory of the system (default: the one started last).")
    private @Nullable Path directory;

    @Override
    public Integer call() {
        var system = RunDirectory.find(directory)
                .orElseThrow(() -> new CommandException("No running system was found"
                        + (directory == null ? "" : " in " + directory) + ": there is nothing to stop"));
        Screen.standard().print("Stopping the system in " + system.directory());
        RunDirectory.stop(system);
        return 0;
    }
}
