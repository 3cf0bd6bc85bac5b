package io.promptstream.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Secondary;
import io.micronaut.context.annotation.Value;
import io.promptstream.event.Task;
import io.promptstream.kafka.ClientSettings;
import io.promptstream.kafka.CompactedTopic;
import io.promptstream.kafka.DeadLetterCounters;
import io.promptstream.kafka.DeadLetteredRecords;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.KeyedEvents;
import io.promptstream.kafka.LoggedUnreadableRecords;
import io.promptstream.kafka.PlatformProbe;
import io.promptstream.kafka.ServiceComponent;
import io.promptstream.kafka.ServiceLoop;
import io.promptstream.kafka.TaskDirectory;
import io.promptstream.kafka.UnreadableRecords;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.registry.RegistryConfig;
import io.promptstream.schemas.registry.SchemaRegistryClient;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.size.RecordLimits;
import io.promptstream.schemas.topic.TopicCatalogue;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The contract's classes, configured for this service. */
@Factory
final class SharedBeans {
    @Singleton
    TopicCatalogue topicCatalogue(ServiceConfiguration configuration) {
        return new TopicCatalogue(
                configuration.topicPrefix(), configuration.partitions(), configuration.eventRetention());
    }

    @Singleton
    @Bean(preDestroy = "close")
    EventCodec eventCodec(ServiceConfiguration configuration) {
        return new EventCodec(configuration.serdeProperties());
    }

    @Singleton
    @Bean(preDestroy = "close")
    SchemaRegistryClient schemaRegistryClient(ServiceConfiguration configuration) {
        return new SchemaRegistryClient(RegistryConfig.from(configuration.serdeProperties()));
    }

    @Singleton
    KafkaClients kafkaClients(
            ServiceConfiguration configuration,
            @Value("${micronaut.application.name}") String service,
            MeterRegistry registry) {
        return new KafkaClients(
                new ClientSettings(
                        configuration.kafkaProperties(),
                        configuration.topicPrefix(),
                        service,
                        configuration.instance()),
                registry);
    }

    @Singleton
    RecordLimits recordLimits(TopicCatalogue topics) {
        return topics.limits();
    }

    @Singleton
    DeadLetters deadLetters(@Value("${micronaut.application.name}") String service, RecordLimits limits) {
        return new DeadLetters(service, limits);
    }

    @Singleton
    CompactedTopic<Task> tasks(
            KafkaClients clients, EventCodec codec, TopicCatalogue topics, UnreadableRecords unreadable) {
        return new CompactedTopic<>(
                "task-directory",
                topics.tasks().name(),
                clients::reader,
                new KeyedEvents<>(codec, Task.class, "taskId", Task::getTaskId),
                unreadable);
    }

    @Singleton
    @Bean(preDestroy = "close")
    TaskDirectory taskDirectory(CompactedTopic<Task> tasks, KafkaClients clients, TopicCatalogue topics) {
        return new TaskDirectory(tasks, clients, topics);
    }

    @Singleton
    DeadLetterCounters deadLetterCounters(MeterRegistry registry) {
        return new DeadLetterCounters(registry);
    }

    /** Of the service that owns the topic. */
    @Singleton
    @Bean(preDestroy = "close")
    @Requires(property = "promptstream-service.owns-tasks", value = "true")
    DeadLetteredRecords deadLetteredRecords(
            KafkaClients clients, TopicCatalogue topics, DeadLetters deadLetters, DeadLetterCounters counters) {
        return new DeadLetteredRecords(clients, topics, deadLetters, counters);
    }

    @Singleton
    @Secondary
    LoggedUnreadableRecords loggedUnreadableRecords() {
        return new LoggedUnreadableRecords();
    }

    @Singleton
    ServiceComponent platformProbe(KafkaClients clients, SchemaRegistryClient registry) {
        return new ServiceLoop(
                "platform-probe", () -> new PlatformProbe(clients.admin(), registry, PlatformProbe.INTERVAL));
    }

    @Singleton
    CodeVersion codeVersion() {
        return CodeVersion.ofBuild();
    }

    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
