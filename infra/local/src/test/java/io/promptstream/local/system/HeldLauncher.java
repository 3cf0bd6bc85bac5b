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
        var directory = Path.of(arguments[0]);
        var settings = new SystemSettings(
                directory, directory, Path.of(arguments[1]), false, false, Duration.ofMinutes(2), Map.of());
        try (var system = LocalSystem.start(settings, StartListener.SILENT, List.of())) {
            System.out.println("started");
            test.onExit().join();
            system.ended();
        }
    }
}
