package io.promptstream.local.query;

import io.promptstream.local.display.ProgressBar;
import io.promptstream.local.display.Screen;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Keeps to the rate and draws the bar. */
final class SendProgress {

    private static final long REDRAW_NANOS = 100_000_000;
    private static final long PLAIN_NANOS = 5_000_000_000L;

    private final Screen screen;
    private final long total;
    private final @Nullable Double rate;
    private final long began = System.nanoTime();
    private long done;
    private long sent;
    private long drawn = began;

    SendProgress(Screen screen, long total, @Nullable Double rate) {
        this.screen = screen;
        this.total = total;
        this.rate = rate;
    }

    void await() {
        if (rate != null) {
            long due = began + (long) (sent / rate * 1e9);
            for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                LockSupport.parkNanos(due - now);
            }
        }
        sent++;
    }

    void step() {
        done++;
        long now = System.nanoTime();
        if (now - drawn > (screen.isLive() ? REDRAW_NANOS : PLAIN_NANOS)) {
            drawn = now;
            draw(now);
        }
    }

    void end() {
        if (screen.isLive()) {
            draw(System.nanoTime());
        }
        screen.settle();
    }

    private void draw(long now) {
        double perSecond = sent * 1e9 / Math.max(1, now - began);
        var rest = String.format(Locale.ROOT, "  %.0f/s", perSecond);
        if (screen.isLive()) {
            screen.draw(List.of(ProgressBar.of(done, total) + rest));
        } else {
            screen.print(done + " of " + total + " lines" + rest);
        }
    }
}
