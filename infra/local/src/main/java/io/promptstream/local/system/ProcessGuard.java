package io.promptstream.local.system;

import io.promptstream.platform.ManagedProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.stream.Collectors;

/**
 * Ends a system's processes when the launcher that started them is killed and can no longer do so.
 *
 * <p>A small shell process holds one end of a pipe. The launcher writes to it which processes there are; when the pipe closes,
 * whatever the reason, the shell ends the last ones it was told of. Those of an orderly stop are gone by then.
 */
final class ProcessGuard implements AutoCloseable {

    private static final int PERIOD_MILLIS = 100;
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            pids=
            while read -r line; do pids=$line; done
            [ -n "$pids" ] || exit 0
            kill -TERM $pids 2>/dev/null
            for second in 1 2 3 4 5 6 7 8 9 10; do
              kill -0 $pids 2>/dev/null || exit 0
              sleep 1
            done
            kill -KILL $pids 2>/dev/null
            """;

    private final Path directory;
    private final Process shell;
    private final OutputStream pipe;
    private final Timer timer = new Timer("guard", true);
    private String told = "";

    private ProcessGuard(Path directory, Process shell) {
        this.directory = directory;
        this.shell = shell;
        this.pipe = shell.getOutputStream();
    }

    /** Watches over what the calling JVM starts in {@code directory}; another system of the same JVM is not its business. */
    static ProcessGuard over(Path directory) {
        try {
            var shell = new ProcessBuilder("/bin/sh", "-c", SCRIPT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var guard = new ProcessGuard(directory, shell);
            guard.timer.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            guard.tell();
                        }
                    },
                    0,
                    PERIOD_MILLIS);
            return guard;
        } catch (IOException e) {
            throw new SystemException("Cannot start /bin/sh: " + e.getMessage(), e);
        }
    }

    /** What runs there now. */
    List<ProcessHandle> guarded() {
        return ManagedProcess.startedIn(directory);
    }

    private synchronized void tell() {
        write(guarded().stream()
                .map(process -> Long.toString(process.pid()))
                .sorted()
                .collect(Collectors.joining(" ")));
    }

    private void write(String pids) {
        if (pids.equals(told)) {
            return;
        }
        try {
            pipe.write((pids + "\n").getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
            told = pids;
        } catch (IOException e) {
            // The shell is gone; an orderly stop still ends every process.
            timer.cancel();
        }
    }

    /** Lets what runs now live on without the launcher. */
    synchronized void release() {
        timer.cancel();
        write("");
    }

    /** Ends the guard. It first ends what is left. */
    @Override
    public synchronized void close() {
        timer.cancel();
        try {
            pipe.close();
        } catch (IOException e) {
            shell.destroyForcibly();
        }
    }
}
