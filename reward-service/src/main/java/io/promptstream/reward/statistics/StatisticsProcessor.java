package io.promptstream.reward.statistics;

import io.promptstream.event.Reward;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.WindowStore;

/** Adds each reward to the summary of its window, by the time at which it was given. */
final class StatisticsProcessor implements Processor<String, Reward, Void, Void> {
    private final long windowMillis;

    private ProcessorContext<Void, Void> context;
    private WindowStore<String, Summary> windows;

    @SuppressWarnings("NullAway.Init") // init comes before everything else
    StatisticsProcessor(Duration window) {
        this.windowMillis = window.toMillis();
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        this.context = context;
        this.windows = context.getStateStore(StatisticsTopology.WINDOWS_STORE);
    }

    @Override
    public void process(Record<String, Reward> record) {
        Reward reward = record.value();
        String key = new SummaryKey(reward.getTaskId(), reward.getProvenance().getRole()).text();
        // A time in the future would end the retention of all windows before it.
        long at = Math.min(reward.getRewardedAt().toEpochMilli(), context.currentSystemTimeMs());
        long start = Math.floorDiv(at, windowMillis) * windowMillis;
        Summary earlier = windows.fetch(key, start);
        Summary summary = Summary.of(reward);
        windows.put(key, earlier == null ? summary : earlier.plus(summary), start);
    }
}
