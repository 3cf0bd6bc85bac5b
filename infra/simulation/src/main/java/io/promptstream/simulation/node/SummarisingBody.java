package io.promptstream.simulation.node;

import io.promptstream.event.Reward;
import io.promptstream.reward.statistics.StatisticsEntry;
import io.promptstream.reward.statistics.Summary;
import io.promptstream.simulation.log.LogRecord;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Keeps the statistics of rewards, as their processor does. */
public class SummarisingBody extends StatefulBody<Summary> {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    /** No reward is dated ahead of it. */
    private static final long NOW = Long.MAX_VALUE;

    public SummarisingBody(Surroundings around) {
        super(around, List.of(Topics.REWARDS), Topics.STATISTICS_STATE, Summary.class);
    }

    @Override
    protected void handle(List<LogRecord> records, int most) {
        for (LogRecord record : records) {
            Reward reward = (Reward) Objects.requireNonNull(record.value());
            int partition = record.partition().partition();
            StatisticsEntry.of(reward, WINDOW, NOW).ifPresent(entry -> {
                String key = entry.windowStart() + " " + entry.key().text();
                Summary earlier = find(partition, key);
                put(partition, key, earlier == null ? Summary.of(reward) : earlier.with(reward));
            });
        }
    }
}
