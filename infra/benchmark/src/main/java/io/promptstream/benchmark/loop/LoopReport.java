package io.promptstream.benchmark.loop;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the benchmark has found.
 *
 * @param singleQuery from sending a query to an idle system to reading its answer
 * @param loop cost of a proposal at full speed
 * @param chain cost of a record of the bare chain, at the same rate and on the same broker
 * @param halfLoad queries per second at half load
 * @param learned at half load
 */
record LoopReport(Latencies singleQuery, Cost loop, Cost chain, double halfLoad, LearningLatencies learned) {
    private static final String ROW = "  %-58s %12s %12s%n";

    void print(PrintWriter out) {
        out.printf(ROW, "", "loop", "bare chain");
        out.printf(ROW, "records/s", number(loop.perSecond()), number(chain.perSecond()));
        out.println("processor time of a record, ms");
        rows(out, loop.processorMillis(), chain.processorMillis(), 4);
        out.printf(ROW, "in all", number(loop.processorMillisInAll(), 4), number(chain.processorMillisInAll(), 4));
        out.println("processor time of a record that the Java compilers took beside it, ms");
        rows(out, loop.compilingMillis(), chain.compilingMillis(), 4);
        out.println("processor time of a record by thread, ms");
        loop.threadMillis()
                .forEach((process, threads) -> threads.entrySet().stream()
                        .filter(thread -> thread.getValue() > 0.01)
                        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                        .forEach(thread -> out.printf(
                                ROW, "  " + process + " " + thread.getKey(), number(thread.getValue(), 4), "")));
        out.println("bytes of a record, by topic");
        rows(out, loop.bytesPerRecord(), chain.bytesPerRecord(), 0);
        out.printf(ROW, "in all", number(loop.bytesInAll()), number(chain.bytesInAll()));
        out.println("requests/s of the broker");
        rows(out, loop.requestsPerSecond(), chain.requestsPerSecond(), 1);
        out.printf(ROW, "in all", number(loop.requestsInAll()), number(chain.requestsInAll()));
        out.printf(
                ROW,
                "transactions/s",
                number(loop.transactionsPerSecond(), 1),
                number(chain.transactionsPerSecond(), 1));
        out.println("latency, ms: median, 99th of a hundred, how many");
        latency(out, "a single query through the idle system", singleQuery);
        latency(out, "last reward to proposal by the new version, %.0f queries/s".formatted(halfLoad), learned.whole());
        latency(out, "  of that to the round's result", learned.result());
        latency(out, "  from there to the version that has learned it", learned.version());
        latency(out, "  from there to the proposal", learned.proposal());
        out.flush();
    }

    private static void rows(PrintWriter out, Map<String, Double> loop, Map<String, Double> chain, int decimals) {
        List<String> names = new ArrayList<>(loop.keySet());
        new TreeSet<>(chain.keySet())
                .stream().filter(name -> !loop.containsKey(name)).forEach(names::add);
        for (String name : names) {
            out.printf(ROW, name, cell(loop.get(name), decimals), cell(chain.get(name), decimals));
        }
    }

    private static void latency(PrintWriter out, String what, Latencies latencies) {
        out.printf(
                "  %-58s %12s %12s %6d%n",
                what, number(latencies.p50(), 1), number(latencies.p99(), 1), latencies.measured());
    }

    private static String cell(@Nullable Double value, int decimals) {
        return value == null ? "" : number(value, decimals);
    }

    private static String number(double value) {
        return number(value, 0);
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
