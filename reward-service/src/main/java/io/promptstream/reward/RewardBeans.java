package io.promptstream.reward;

import io.micronaut.context.annotation.Factory;
import io.promptstream.reward.statistics.Statistics;
import io.promptstream.reward.statistics.StoredStatistics;
import io.promptstream.service.DeclaredVariables;
import io.promptstream.service.TaskDirectory;
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
