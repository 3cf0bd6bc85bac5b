package io.promptstream.local.evaluation;

import io.promptstream.local.display.ProgressBar;
import io.promptstream.local.display.Screen;
import java.util.List;
import java.util.function.LongSupplier;

/** Shows how far an evaluation is: on a terminal as a bar, elsewhere in a line now and then. */
public final class EvaluationProgress implements PromptEvaluation.Progress {

    private static final long REDRAW_NANOS = 200_000_000;
    private static final long PLAIN_NANOS = 5_000_000_000L;

    private final Screen screen;
    private final LongSupplier nanos;
    private long shown;

    public EvaluationProgress(Screen screen, LongSupplier nanos) {
        this.screen = screen;
        this.nanos = nanos;
        this.shown = nanos.getAsLong();
    }

    @Override
    public void show(long done, long total) {
        long now = nanos.getAsLong();
        if (now - shown < (screen.isLive() ? REDRAW_NANOS : PLAIN_NANOS)) {
            return;
        }
        shown = now;
        if (screen.isLive()) {
            screen.draw(List.of("  measuring  " + ProgressBar.of(done, total)));
        } else {
            screen.print("measured " + done + " of " + total);
        }
    }

    /** Takes away what is drawn. */
    public void end() {
        screen.draw(List.of());
    }
}
