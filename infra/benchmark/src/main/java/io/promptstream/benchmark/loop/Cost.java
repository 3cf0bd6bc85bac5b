package io.promptstream.benchmark.loop;

import io.promptstream.benchmark.live.ThreadTimes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What it cost to bring records through, while something ran.
 *
 * @param seconds how long it was measured
 * @param records that came through: proposals that were answered, or records that were copied to the end
 * @param processorMillis processor time of one record in milliseconds, by process, without what compiles Java's code: on a
 *     machine with other work that continues for minutes
 * @param compilingMillis what is omitted there
 * @param threadMillis the same by process and the name of its threads, without those that took next to nothing
 * @param bytesPerRecord bytes of one record that were written, by topic
 * @param requestsPerSecond of the broker, by kind
 * @param transactionsPerSecond that ended
 */
record Cost(
        double seconds,
        long records,
        Map<String, Double> processorMillis,
        Map<String, Double> compilingMillis,
        Map<String, Map<String, Double>> threadMillis,
        Map<String, Double> bytesPerRecord,
        Map<String, Double> requestsPerSecond,
        double transactionsPerSecond) {
    /** Linux keeps 15 characters of a thread's name. */
    private static final List<String> COMPILERS = List.of("C1 CompilerThre", "C2 CompilerThre");

    private static final double WORTH_A_LINE = 0.002;

    /** @throws IllegalStateException if nothing came through */
    static Cost between(Moment before, Moment after) {
        double seconds = (after.nanos() - before.nanos()) / 1e9;
        long records = after.records() - before.records();
        if (records <= 0) {
            throw new IllegalStateException(
                    "Nothing came through in %.0f s: see the services' logs".formatted(seconds));
        }
        Map<String, Double> processor = new LinkedHashMap<>();
        Map<String, Double> compiling = new LinkedHashMap<>();
        Map<String, Map<String, Double>> threads = new LinkedHashMap<>();
        after.processor().forEach((name, time) -> {
            ThreadTimes used = threadsOf(name, after).since(threadsOf(name, before));
            double compilers = COMPILERS.stream().mapToDouble(used::of).sum() * 1e3;
            double all = time.minus(before.processor().getOrDefault(name, Duration.ZERO))
                            .toNanos()
                    / 1e6;
            processor.put(name, (all - compilers) / records);
            compiling.put(name, compilers / records);
            threads.put(name, threads(used, records));
        });
        BrokerCounters counted = after.broker().since(before.broker());
        Map<String, Double> requests = per(counted.requests(), seconds);
        return new Cost(
                seconds,
                records,
                processor,
                compiling,
                threads,
                per(counted.bytes(), (double) records),
                requests,
                requests.getOrDefault(BrokerCounters.END_OF_TRANSACTION, 0.0));
    }

    private static ThreadTimes threadsOf(String process, Moment moment) {
        return Objects.requireNonNull(moment.threads().get(process), process);
    }

    private static Map<String, Double> threads(ThreadTimes used, long records) {
        Map<String, Double> millis = new TreeMap<>();
        used.seconds().forEach((name, seconds) -> millis.put(name, seconds * 1e3 / records));
        millis.values().removeIf(time -> time < WORTH_A_LINE);
        return millis;
    }

    private static Map<String, Double> per(Map<String, Long> counts, double divisor) {
        Map<String, Double> each = new TreeMap<>();
        counts.forEach((name, count) -> each.put(name, count / divisor));
        return each;
    }

    double perSecond() {
        return records / seconds;
    }

    double processorMillisInAll() {
        return sum(processorMillis);
    }

    double bytesInAll() {
        return sum(bytesPerRecord);
    }

    double requestsInAll() {
        return sum(requestsPerSecond);
    }

    private static double sum(Map<String, Double> values) {
        return values.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
