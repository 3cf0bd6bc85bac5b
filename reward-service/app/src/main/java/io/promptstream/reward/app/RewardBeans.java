package io.promptstream.reward.app;

import io.micronaut.context.annotation.Factory;
import io.promptstream.kafka.TaskDirectory;
import io.promptstream.reward.Tasks;
import io.promptstream.reward.app.statistics.Statistics;
import io.promptstream.reward.app.statistics.StoredStatistics;
import io.promptstream.reward.app.streams.RewardConfiguration;
import io.promptstream.service.DeclaredVariables;
import jakarta.inject.Singleton;

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
        return DeclaredVariables.of(RewardConfiguration.class);
    }

    @Singleton
    DeclaredVariables rescoringVariables() {
        return DeclaredVariables.of(RescoringConfiguration.class);
    }
}
