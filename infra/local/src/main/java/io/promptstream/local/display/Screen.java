package io.promptstream.local.display;

import java.io.PrintStream;
import java.util.List;

/**
 * Where progress is shown: standard error, so that standard output carries nothing but results.
 *
 * <p>On a terminal {@link #draw} replaces what it drew before. Elsewhere it writes nothing, and callers print a plain line now
 * and then instead.
 */
public final class Screen {

    /** System property that says whether standard error is a terminal; the launcher script sets it. */
    public static final String TERMINAL_PROPERTY = "promptstream.terminal";

    private static final int USUAL_WIDTH = 80;
    private static final int NARROWEST = 20;
    private static final String CLEAR_LINE = "\u001b[2K";

    private final PrintStream out;
    private final boolean live;
    private final int width;
    private int drawn;
    private boolean ended;

    public Screen(PrintStream out, boolean live, int width) {
        this.out = out;
        this.live = live;
        this.width = Math.max(NARROWEST, width);
    }

    /** Standard error, as the launcher script found it. */
    public static Screen standard() {
        var dumb = "dumb".equals(System.getenv("TERM"));
        return new Screen(System.err, Boolean.getBoolean(TERMINAL_PROPERTY) && !dumb, columns());
    }

    /** Whether lines can be drawn over. */
    public boolean isLive() {
        return live;
    }

    /** Characters that fit in a line. */
    public int width() {
        return width;
    }

    /** Replaces the lines drawn before; does nothing where the screen is not live. */
    public synchronized void draw(List<String> lines) {
        if (!live || ended) {
            return;
        }
        var text = new StringBuilder(rewind());
        for (var line : lines) {
            text.append(CLEAR_LINE).append(fit(line)).append('\n');
        }
        for (int rest = lines.size(); rest < drawn; rest++) {
            text.append(CLEAR_LINE).append('\n');
        }
        if (drawn > lines.size()) {
            text.append("\u001b[").append(drawn - lines.size()).append('A');
        }
        drawn = lines.size();
        out.print(text);
        out.flush();
    }

    /** Writes a line that stays, above what is drawn next. */
    public synchronized void print(String line) {
        if (live && drawn > 0) {
            draw(List.of());
        }
        out.println(line);
        out.flush();
    }

    /** Takes away what is drawn, for good: only {@link #print} writes from now on. */
    public synchronized void end() {
        draw(List.of());
        ended = true;
    }

    /** Leaves what is drawn as it stands. */
    public synchronized void settle() {
        drawn = 0;
    }

    private String rewind() {
        return drawn == 0 ? "" : "\u001b[" + drawn + "A\r";
    }

    private String fit(String line) {
        return line.length() < width ? line : line.substring(0, width - 2) + "…";
    }

    private static int columns() {
        var columns = System.getenv("COLUMNS");
        try {
            return columns == null ? USUAL_WIDTH : Integer.parseInt(columns.strip());
        } catch (NumberFormatException e) {
            return USUAL_WIDTH;
        }
    }
}
