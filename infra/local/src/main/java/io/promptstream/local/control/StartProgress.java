package io.promptstream.local.control;

import io.promptstream.local.display.Screen;
import io.promptstream.local.system.StartListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows how far the start of a system is: what is ready stays, what is awaited is drawn over. */
public final class StartProgress implements StartListener {

    private final Screen screen;
    private final List<String> awaited = new ArrayList<>();

    public StartProgress(Screen screen) {
        this.screen = screen;
    }

    @Override
    public synchronized void starting(String name) {
        awaited.add(name);
        show();
    }

    @Override
    public synchronized void ready(String name, String address, Duration took) {
        awaited.remove(name);
        screen.print(
                String.format(Locale.ROOT, "  %-16s %-42s ready after %.1f s", name, address, took.toMillis() / 1e3));
        show();
    }

    @Override
    public synchronized void waiting(String name, String problem) {
        screen.print("  " + name + " is not ready: " + problem);
        show();
    }

    @Override
    public synchronized void stopping() {
        screen.end();
        screen.print("Stopping everything");
    }

    private void show() {
        screen.draw(awaited.isEmpty() ? List.of() : List.of("  starting " + String.join(", ", awaited) + " …"));
    }
}
