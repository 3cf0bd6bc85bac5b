package io.promptstream.reward.app.statistics;

import io.promptstream.reward.statistics.StatisticsWindow;
import io.promptstream.reward.statistics.Summary;
import io.promptstream.reward.statistics.SummaryKey;
import io.promptstream.reward.statistics.SummaryTable;
import io.promptstream.reward.statistics.TaskTotal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.query.StateQueryResult;
import org.apache.kafka.streams.query.WindowRangeQuery;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** Reads the window stores of the running topology, every partition that this process holds. */
public final class StoredStatistics implements Statistics {
    private final Supplier<@Nullable KafkaStreams> streams;
    private final Duration window;

    /**
     * @param streams what runs now, or null while nothing does
     * @param window length of a window
     */
    public StoredStatistics(Supplier<@Nullable KafkaStreams> streams, Duration window) {
        this.streams = streams;
        this.window = window;
    }

    @Override
    public List<StatisticsWindow> windows(String taskId, Instant from, Instant to, Duration step) {
        long steps = Math.max(1, Math.ceilDiv(step.toMillis(), window.toMillis()));
        return read(from, to).windows(taskId, window.multipliedBy(steps));
    }

    @Override
    public List<TaskTotal> totals(Instant from, Instant to) {
        return read(from, to).totals();
    }

    private SummaryTable read(Instant from, Instant to) {
        KafkaStreams running = streams.get();
        if (running == null || !running.state().isRunningOrRebalancing()) {
            throw new StatisticsUnavailableException("the streams are not running; ask again soon");
        }
        StateQueryResult<KeyValueIterator<Windowed<String>, Summary>> results =
                running.query(StateQueryRequest.inStore(StatisticsTopology.WINDOWS_STORE)
                        .withQuery(WindowRangeQuery.<String, Summary>withWindowStartRange(from, to)));
        SummaryTable table = new SummaryTable();
        results.getPartitionResults().forEach((partition, result) -> add(table, partition, result));
        return table;
    }

    private static void add(
            SummaryTable table, int partition, QueryResult<KeyValueIterator<Windowed<String>, Summary>> result) {
        if (result.isFailure()) {
            throw new StatisticsUnavailableException("partition " + partition + " cannot be read now: "
                    + result.getFailureMessage() + "; ask again soon");
        }
        try (KeyValueIterator<Windowed<String>, Summary> entries = result.getResult()) {
            entries.forEachRemaining(entry -> table.add(
                    SummaryKey.parse(entry.key.key()), entry.key.window().startTime(), entry.value));
        }
    }
}
