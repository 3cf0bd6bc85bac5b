package io.promptstream.local.control;

import io.promptstream.local.display.Screen;
import io.promptstream.local.system.RunDirectory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code promptstream down}. */
@Command(
        name = "down",
        description = {
            "Stops the running system: the one that 'demo --keep' left, or that of an 'up' or 'demo' that runs elsewhere, which ends then.",
            "Its logs stay, and so do its data, but for those of a demo that was not kept."
        },
        exitCodeList = {"0: nothing runs any more", "1: failed", "2: wrong usage"})
public final class DownCommand implements Callable<Integer> {

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Run directory of the system (default: the one started last).")
    private @Nullable Path directory;

    @Override
    public Integer call() {
        var screen = Screen.standard();
        var system = RunDirectory.find(directory).orElse(null);
        if (system == null) {
            screen.print(
                    "No system runs" + (directory == null ? "" : " in " + directory) + ": there is nothing to stop");
            return 0;
        }
        boolean runs = system.runs();
        screen.print(
                runs
                        ? "Stopping the system in " + system.directory()
                        : "The system in " + system.directory() + " has ended already");
        RunDirectory.stop(system);
        if (runs) {
            screen.print("Stopped");
        }
        return 0;
    }
}
