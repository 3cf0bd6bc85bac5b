package io.promptstream.service;

import io.promptstream.kafka.KafkaClients;
import io.promptstream.schemas.registry.SchemaRegistryClient;
import io.promptstream.schemas.topic.TopicAdmin;
import io.promptstream.schemas.topic.TopicCatalogue;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.admin.Admin;

/** The brokers answer and have the topics of the catalogue, and the registry lets this service in. */
@Singleton
final class PlatformPreparation implements Preparation {
    private final ServiceConfiguration configuration;
    private final KafkaClients clients;
    private final TopicCatalogue catalogue;
    private final SchemaRegistryClient registry;

    PlatformPreparation(
            ServiceConfiguration configuration,
            KafkaClients clients,
            TopicCatalogue catalogue,
            SchemaRegistryClient registry) {
        this.configuration = configuration;
        this.clients = clients;
        this.catalogue = catalogue;
        this.registry = registry;
    }

    @Override
    public void prepare() {
        try (Admin admin = clients.admin()) {
            new TopicAdmin(admin).ensure(catalogue.all(), (short) configuration.replicationFactor());
        }
        registry.compatibility();
    }
}
