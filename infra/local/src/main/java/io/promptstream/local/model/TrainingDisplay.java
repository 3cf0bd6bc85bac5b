package io.promptstream.local.model;

import io.promptstream.languagemodel.training.optimisation.TrainingProgress;
import io.promptstream.local.display.Screen;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Shows the progress of training: on a terminal in one line that is drawn over, elsewhere in a plain line now and then. */
final class TrainingDisplay {

    private static final Duration PLAIN_LINE_EVERY = Duration.ofSeconds(10);

    private final Screen screen;
    private final LongSupplier nanos;
    private long printed;

    TrainingDisplay(Screen screen, LongSupplier nanos) {
        this.screen = screen;
        this.nanos = nanos;
        this.printed = nanos.getAsLong();
    }

    /** What is being done while there are no steps to show. */
    void announce(String line) {
        screen.draw(List.of(line));
        if (!screen.isLive()) {
            print(line);
        }
    }

    void show(TrainingProgress progress) {
        screen.draw(List.of(progress.line()));
        boolean due = !screen.isLive() && nanos.getAsLong() - printed > PLAIN_LINE_EVERY.toNanos();
        if (due || progress.validation().isPresent()) {
            print(progress.line());
        }
        if (progress.step() == progress.steps()) {
            announce("Writing the model and measuring prompts on the recipe's test inputs");
        }
    }

    void end() {
        screen.end();
    }

    private void print(String line) {
        screen.print(line);
        printed = nanos.getAsLong();
    }
}
