package io.promptstream.reward;

import io.micronaut.context.annotation.Factory;
import io.promptstream.reward.statistics.Statistics;
import io.promptstream.reward.statistics.StoredStatistics;
import io.promptstream.service.DeclaredVariables;
import io.promptstream.service.TaskDirectory;
import jakarta.inject.Singleton;
import java.util.Set;

/** Beans whose classes know nothing of Micronaut. */
@Factory
final class RewardBeans {

    @Singleton
    Statistics statistics(RewardStreams streams, RewardConfiguration configuration) {
        return new StoredStatistics(streams::streams, configuration.statisticsWindow());
    }

    @Singleton
    Tasks tasks(TaskDirectory directory) {
        return directory::find;
    }

    @Singleton
    DeclaredVariables variables() {
        return () -> Set.of(
                "PROMPTSTREAM_REWARD_THREADS",
                "PROMPTSTREAM_REWARD_COMMIT_INTERVAL",
                "PROMPTSTREAM_REWARD_TICK",
                "PROMPTSTREAM_REWARD_QUERY_RETENTION",
                "PROMPTSTREAM_REWARD_CLOSED_ROUND_RETENTION",
                "PROMPTSTREAM_REWARD_TASK_PATIENCE",
                "PROMPTSTREAM_REWARD_RESTART_GRACE",
                "PROMPTSTREAM_REWARD_STATISTICS_WINDOW",
                "PROMPTSTREAM_REWARD_STATISTICS_RETENTION",
                "PROMPTSTREAM_REWARD_CACHE_BYTES");
    }
}
