package io.promptstream.reward.app;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Whether the threads of the streams get on, by when each has asked for records last. */
final class StreamThreads {
    /** Polls come every few milliseconds, but for what a thread has to compute in between. */
    static final Duration LONGEST_PASS = Duration.ofMinutes(1);

    private static final String LAST_POLL = "last-poll-seconds-ago";
    private static final String RESTORING = "-restore-consumer";

    private StreamThreads() {}

    /** What is wrong with the thread that has not polled for longest, if it is too long. */
    static Optional<String> problem(Map<MetricName, ? extends Metric> metrics) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(LAST_POLL))
                .filter(metric -> !client(metric.getKey()).endsWith(RESTORING))
                .filter(metric -> seconds(metric.getValue()) > LONGEST_PASS.toSeconds())
                .max((one, other) -> Double.compare(seconds(one.getValue()), seconds(other.getValue())))
                .map(metric -> "%s has not polled for %.0f s, longer than %d s"
                        .formatted(client(metric.getKey()), seconds(metric.getValue()), LONGEST_PASS.toSeconds()));
    }

    private static String client(MetricName name) {
        return name.tags().getOrDefault("client-id", "");
    }

    /** Below 0 before the first poll. */
    private static double seconds(Metric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : -1;
    }
}
