package io.promptstream.reward.app.streams;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.promptstream.reward.query.ScoringSettings;
import io.promptstream.service.Settings;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What an operator may set of this service, by environment variables {@code PROMPTSTREAM_REWARD_*}.
 *
 * @param threads stream threads in this process
 * @param commitInterval how often a transaction is committed; every hop from output to round result waits for one
 * @param tick how often deadlines are looked at, and so how late one may be noticed
 * @param queryRetention how long a query's reference, feedback and rewarded proposals are kept, and one window of
 *     the task more; two windows where that is longer
 * @param closedRoundRetention how long a closed round is remembered, to recognise late rewards, and one window of the task more;
 *     two windows where that is longer
 * @param taskPatience how long an output waits for its task to be known, and how long a round of an unknown task is open
 * @param restartGrace how long after a start no deadline is enforced, so that what came meanwhile is read first
 * @param statisticsWindow length of a window of statistics
 * @param statisticsRetention how long statistics are kept
 * @param cacheBytes memory of the record caches, which keep repeated writes of a state from the changelog
 * @param guarantee Kafka Streams' processing guarantee under its own name; under {@code at_least_once} rewards may be
 *     doubled after a crash
 */
@ConfigurationProperties("promptstream.reward")
public record RewardConfiguration(
        @Bindable(defaultValue = "1") int threads,
        @Bindable(defaultValue = "PT0.1S") Duration commitInterval,
        @Bindable(defaultValue = "PT0.5S") Duration tick,
        @Bindable(defaultValue = "PT1H") Duration queryRetention,
        @Bindable(defaultValue = "PT1H") Duration closedRoundRetention,
        @Bindable(defaultValue = "PT30S") Duration taskPatience,
        @Bindable(defaultValue = "PT2S") Duration restartGrace,
        @Bindable(defaultValue = "PT10S") Duration statisticsWindow,
        @Bindable(defaultValue = "P1D") Duration statisticsRetention,
        @Bindable(defaultValue = "8388608") long cacheBytes,
        @Bindable(defaultValue = "exactly_once_v2") String guarantee) {

    private static final Set<String> GUARANTEES = Set.of(StreamsConfig.EXACTLY_ONCE_V2, StreamsConfig.AT_LEAST_ONCE);

    public RewardConfiguration {
        require(threads > 0, "THREADS", threads, "a number from 1");
        requirePositive(commitInterval, "COMMIT_INTERVAL");
        requirePositive(tick, "TICK");
        requirePositive(queryRetention, "QUERY_RETENTION");
        requirePositive(closedRoundRetention, "CLOSED_ROUND_RETENTION");
        requirePositive(taskPatience, "TASK_PATIENCE");
        require(!restartGrace.isNegative(), "RESTART_GRACE", restartGrace, "a duration of at least zero, such as PT2S");
        requirePositive(statisticsWindow, "STATISTICS_WINDOW");
        require(
                statisticsRetention.compareTo(statisticsWindow) > 0,
                "STATISTICS_RETENTION",
                statisticsRetention,
                "a duration longer than the window of " + statisticsWindow);
        require(cacheBytes >= 0, "CACHE_BYTES", cacheBytes, "a number from 0");
        require(
                GUARANTEES.contains(guarantee),
                "GUARANTEE",
                guarantee,
                StreamsConfig.EXACTLY_ONCE_V2 + " or " + StreamsConfig.AT_LEAST_ONCE);
    }

    /** What scoring has to know of it. */
    public ScoringSettings scoring() {
        return new ScoringSettings(taskPatience, tick, queryRetention);
    }

    private static void requirePositive(Duration duration, String name) {
        require(duration.toMillis() > 0, name, duration, "a duration above zero, such as PT10S");
    }

    private static void require(boolean holds, String name, Object value, String instead) {
        Settings.require(holds, "PROMPTSTREAM_REWARD_" + name, value, instead);
    }
}
