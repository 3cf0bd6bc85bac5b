package io.promptstream.local.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A launcher that holds a system without services until it is killed, or the test that started it is gone. */
final class HeldLauncher {

    private HeldLauncher() {}

    public static void main(String[] arguments) {
        var test = ProcessHandle.current().parent().orElseThrow();
        var root = Path.of(arguments[0]);
        var directory = Path.of(arguments[1]);
        var settings = new SystemSettings(
                root, directory, Path.of(arguments[2]), false, false, Duration.ofMinutes(2), Map.of(), 1);
        try (var system = LocalSystem.start(settings, StartListener.SILENT, List.of())) {
            System.out.println("started");
            test.onExit().join();
            system.ended();
        }
    }
}
