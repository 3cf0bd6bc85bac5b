package io.promptstream.reward.app.statistics;

import io.promptstream.event.ReplacedReward;
import io.promptstream.event.Reward;
import io.promptstream.reward.statistics.Summary;
import io.promptstream.reward.statistics.SummaryKey;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.WindowStore;

/** Adds each reward to the summary of its window, by the time at which the first one of its proposal was given. */
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
        long start = start(
                reward.getReplaced().map(ReplacedReward::getFirstRewardedAt).orElse(reward.getRewardedAt()));
        Summary earlier = windows.fetch(key, start);
        windows.put(key, earlier == null ? Summary.of(reward) : earlier.with(reward), start);
    }

    /** Of the window of a time. One in the future would end the retention of all windows before it. */
    private long start(Instant time) {
        long now = context.currentSystemTimeMs();
        long at = time.isAfter(Instant.ofEpochMilli(now)) ? now : Math.max(0, time.toEpochMilli());
        return Math.floorDiv(at, windowMillis) * windowMillis;
    }
}
