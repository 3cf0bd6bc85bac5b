package io.promptstream.policy.app.tasks;

import io.micronaut.context.annotation.Factory;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.ServiceComponent;
import io.promptstream.kafka.ServiceLoop;
import io.promptstream.kafka.UnreadableRecords;
import io.promptstream.policy.app.publish.EventPublisher;
import io.promptstream.policy.app.publish.EventPublisher.Keyed;
import io.promptstream.policy.check.TaskChecks;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.DeclaredVariables;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Wires the checks of tasks: requests go out with what comes in over HTTP, verdicts are read by a loop. */
@Factory
final class TaskCheckBeans {
    @Singleton
    DeclaredVariables taskCheckVariables() {
        return DeclaredVariables.of(TaskCheckConfiguration.class);
    }

    @Singleton
    TaskChecks taskChecks(
            EventPublisher publisher,
            TopicCatalogue topics,
            FrozenLanguageModel model,
            TaskCheckConfiguration configuration,
            Clock clock) {
        String topic = topics.taskChecks().name();
        return new TaskChecks(
                check -> publisher.publish(
                        topic, List.of(new Keyed(check.getTask().getTaskId(), check))),
                model.fingerprint(),
                configuration.timeout(),
                clock,
                UUID::randomUUID);
    }

    @Singleton
    @Named("task-verdicts")
    ServiceComponent verdictLoop(
            KafkaClients clients,
            EventCodec codec,
            TopicCatalogue topics,
            UnreadableRecords unreadable,
            TaskChecks checks) {
        return new ServiceLoop(
                "task-verdicts",
                () -> new VerdictReader(clients.reader(), topics.taskVerdicts().name(), codec, unreadable, checks));
    }
}
