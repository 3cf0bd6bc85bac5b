package io.promptstream.local.display;

import java.util.Locale;

/** A bar that fills, with what has been done and what there is to do. */
public final class ProgressBar {

    private static final int CELLS = 30;

    private ProgressBar() {}

    /** For example {@code ██████░░░░ 60 % 3/5}; full where {@code total} is 0. */
    public static String of(long done, long total) {
        double share = total <= 0 ? 1 : Math.clamp((double) done / total, 0, 1);
        int filled = (int) Math.floor(share * CELLS);
        return "█".repeat(filled)
                + "░".repeat(CELLS - filled)
                + String.format(Locale.ROOT, " %3.0f %% %d/%d", share * 100, done, total);
    }
}
