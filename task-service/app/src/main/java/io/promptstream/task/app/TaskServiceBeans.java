package io.promptstream.task.app;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.promptstream.kafka.DeadLetterCounters;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.ServiceLoop;
import io.promptstream.kafka.TaskDirectory;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.DeclaredVariables;
import io.promptstream.service.tracing.Tracing;
import io.promptstream.task.app.answer.LaneView;
import io.promptstream.task.app.answer.ProposalLoops;
import io.promptstream.task.app.check.CheckLoops;
import io.promptstream.task.app.configuration.TaskServiceConfiguration;
import io.promptstream.task.app.models.ExecutorFactory;
import io.promptstream.task.app.models.LocalModels;
import io.promptstream.task.check.ModelCheck;
import io.promptstream.task.execution.ExecutionMetrics;
import io.promptstream.task.execution.RemoteTokenBudget;
import io.promptstream.task.execution.Workers;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Puts the parts together. */
@Factory
final class TaskServiceBeans {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    @Singleton
    DeclaredVariables taskServiceVariables() {
        return DeclaredVariables.of(TaskServiceConfiguration.class);
    }

    @Singleton
    @Bean(preDestroy = "close")
    Workers workers(TaskServiceConfiguration configuration) {
        return new Workers(configuration.workers());
    }

    @Singleton
    RemoteTokenBudget remoteTokenBudget(TaskServiceConfiguration configuration) {
        return new RemoteTokenBudget(configuration.remoteTokensPerDay());
    }

    @Singleton
    @Bean(preDestroy = "close")
    HttpClient modelEndpoints() {
        // Redirects are not followed: the API key must not travel to another host.
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Singleton
    LaneView lanes() {
        return new LaneView();
    }

    @Singleton
    @Named("proposals")
    ServiceLoop proposals(
            KafkaClients clients,
            EventCodec codec,
            DeadLetters deadLetters,
            TopicCatalogue topics,
            TaskDirectory tasks,
            ExecutorFactory executor,
            ExecutionMetrics metrics,
            Tracing tracing,
            LaneView lanes) {
        return new ProposalLoops(clients, codec, deadLetters, topics, tasks, metrics, tracing).loop(executor, lanes);
    }

    @Singleton
    @Named("task-checks")
    ServiceLoop taskChecks(
            KafkaClients clients,
            EventCodec codec,
            DeadLetters deadLetters,
            DeadLetterCounters counters,
            TopicCatalogue topics,
            LocalModels models,
            Clock clock) {
        counters.begin(List.of(topics.taskChecks()));
        return new CheckLoops(clients, codec, deadLetters, counters, topics, clock)
                .loop(() -> new ModelCheck(models.load(), TaskServiceBeans::isSet));
    }

    private static boolean isSet(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isBlank();
    }
}
