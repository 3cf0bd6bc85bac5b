package io.promptstream.benchmark.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Processor time that the threads of a process have used, by their names, as Linux counts it (proc(5)).
 *
 * @param seconds by the name of the thread, of which Linux keeps 15 characters, without its number
 */
public record ThreadTimes(Map<String, Double> seconds) {
    /** Linux tells times in this unit on every common architecture (USER_HZ). */
    private static final double TICKS_PER_SECOND = 100;
    /** Fields behind the name in parentheses. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    public static ThreadTimes of(long pid) {
        Map<String, Double> seconds = new HashMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads.toList()) {
                add(thread.resolve("stat"), seconds);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Process " + pid + " has ended, or this is no Linux", e);
        }
        return new ThreadTimes(seconds);
    }

    private static void add(Path file, Map<String, Double> seconds) throws IOException {
        try {
            String stat = Files.readString(file);
            int nameEnd = stat.lastIndexOf(')');
            String name = stat.substring(stat.indexOf('(') + 1, nameEnd).replaceAll("[-#0-9]+$", "");
            List<String> fields = List.of(stat.substring(nameEnd + 2).split(" "));
            double ticks = Double.parseDouble(fields.get(USER)) + Double.parseDouble(fields.get(SYSTEM));
            seconds.merge(name, ticks / TICKS_PER_SECOND, Double::sum);
        } catch (NoSuchFileException e) {
            // The thread has ended since the list was made.
        }
    }

    /** What was used since then. */
    public ThreadTimes since(ThreadTimes earlier) {
        Map<String, Double> used = new TreeMap<>();
        seconds.forEach((name, now) -> used.put(name, now - earlier.seconds().getOrDefault(name, 0.0)));
        return new ThreadTimes(used);
    }

    public double of(String name) {
        return seconds.getOrDefault(name, 0.0);
    }

    public double total() {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
