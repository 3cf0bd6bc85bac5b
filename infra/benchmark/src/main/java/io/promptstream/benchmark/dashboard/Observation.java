package io.promptstream.benchmark.dashboard;

import io.promptstream.benchmark.live.OutputCounter;
import io.promptstream.benchmark.live.Processes;
import io.promptstream.benchmark.live.ThreadTimes;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.local.system.LocalSystem;
import io.promptstream.local.system.ServiceKind;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Measures the reward service and the page while the load is on, and prints what it sees. */
final class Observation implements AutoCloseable {
    private static final int OPENINGS = 5;
    private static final Duration LOOK = Duration.ofSeconds(20);
    private static final String TAP = "dashboard-tap";

    private final String dashboard;
    private final long pid;
    private final LoopLoad load;
    private final OutputCounter rewards;
    private final OutputCounter results;
    private final Chromium chromium;
    private final PrintWriter out;

    /** Where things stood at one moment. */
    private record Standing(long nanos, long events, ThreadTimes times) {}

    private Observation(
            String dashboard,
            long pid,
            LoopLoad load,
            OutputCounter rewards,
            OutputCounter results,
            Chromium chromium,
            PrintWriter out) {
        this.dashboard = dashboard;
        this.pid = pid;
        this.load = load;
        this.rewards = rewards;
        this.results = results;
        this.chromium = chromium;
        this.out = out;
    }

    static Observation of(LocalSystem system, KafkaAccess kafka, LoopLoad load, Chromium chromium, PrintWriter out) {
        return new Observation(
                system.description().dashboardUrl(),
                Processes.pid(system, ServiceKind.REWARD),
                load,
                new OutputCounter(
                        kafka.bootstrapServers(), kafka.topics().rewards().name()),
                new OutputCounter(
                        kafka.bootstrapServers(), kafka.topics().roundResults().name()),
                chromium,
                out);
    }

    void withoutPage(Duration time) throws InterruptedException {
        Standing before = stand();
        Thread.sleep(time);
        print("no page is open", before, stand());
    }

    /** Opens views, each several times, without what the browser may have kept. */
    void openings(List<View> views, String taskId) throws InterruptedException {
        out.println("opened in the middle of the run, ms: median and longest of " + OPENINGS);
        try (Page page = Page.start(dashboard, chromium)) {
            for (View view : views) {
                List<Page.Opening> openings = new ArrayList<>();
                for (int i = 0; i < OPENINGS; i++) {
                    openings.add(page.open(view.route(taskId)));
                }
                out.printf(
                        "  %-9s painted %s, with figures %s, interactive %s, held up for %s%n",
                        view,
                        spread(openings, Page.Opening::painted),
                        spread(openings, Page.Opening::figures),
                        spread(openings, Page.Opening::interactive),
                        spread(openings, Page.Opening::heldUp));
            }
        }
    }

    private static String spread(List<Page.Opening> openings, ToDoubleFunction<Page.Opening> of) {
        double[] sorted = openings.stream().mapToDouble(of).sorted().toArray();
        return "%.0f (%.0f)".formatted(sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }

    void withPage(String name, String route, int minutes) throws InterruptedException {
        try (Page page = Page.start(dashboard, chromium)) {
            page.open(route);
            Standing before = stand();
            out.println("view " + name + ": minute, MiB of JavaScript's heap, nodes, oldest age in s, thread at work");
            out.printf("  %2d %8.1f %8.0f%n", 0, page.heap(), page.nodes());
            for (int minute = 1; minute <= minutes; minute++) {
                double busy = page.busy();
                long began = System.nanoTime();
                double oldest = 0;
                while (System.nanoTime() - began < Duration.ofMinutes(1).toNanos()) {
                    Thread.sleep(LOOK);
                    oldest = Math.max(oldest, page.age());
                }
                double share = (page.busy() - busy) / ((System.nanoTime() - began) / 1e9);
                out.printf(
                        "  %2d %8.1f %8.0f %8.0f %8.0f %%%n", minute, page.heap(), page.nodes(), oldest, share * 100);
            }
            print("view " + name + " is open", before, stand());
        }
    }

    private Standing stand() {
        long events = load.written() + rewards.catchUp() + results.catchUp();
        return new Standing(System.nanoTime(), events, ThreadTimes.of(pid));
    }

    private void print(String when, Standing before, Standing after) {
        double seconds = (after.nanos() - before.nanos()) / 1e9;
        ThreadTimes used = after.times().since(before.times());
        out.printf(
                "%s: %,.0f events/s; the reward service takes %.1f %% of a core, of it the dashboard's reading %.1f %%%n",
                when,
                (after.events() - before.events()) / seconds,
                used.total() / seconds * 100,
                used.of(TAP) / seconds * 100);
        used.seconds().entrySet().stream()
                .filter(entry -> entry.getValue() / seconds > 0.002)
                .forEach(entry -> out.printf("  %-15s %5.1f %%%n", entry.getKey(), entry.getValue() / seconds * 100));
        out.flush();
    }

    @Override
    public void close() {
        rewards.close();
        results.close();
    }
}
