package io.promptstream.reward.app.statistics;

import io.promptstream.event.Reward;
import io.promptstream.reward.statistics.StatisticsEntry;
import io.promptstream.reward.statistics.Summary;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.WindowStore;

/** Adds each reward to the summary of its window. */
final class StatisticsProcessor implements Processor<String, Reward, Void, Void> {
    private final Duration window;

    private ProcessorContext<Void, Void> context;
    private WindowStore<String, Summary> windows;

    @SuppressWarnings("NullAway.Init") // init comes before everything else
    StatisticsProcessor(Duration window) {
        this.window = window;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        this.context = context;
        this.windows = context.getStateStore(StatisticsTopology.WINDOWS_STORE);
    }

    @Override
    public void process(Record<String, Reward> record) {
        Reward reward = record.value();
        StatisticsEntry.of(reward, window, context.currentSystemTimeMs()).ifPresent(entry -> {
            String key = entry.key().text();
            Summary earlier = windows.fetch(key, entry.windowStart());
            windows.put(key, earlier == null ? Summary.of(reward) : earlier.with(reward), entry.windowStart());
        });
    }
}
