package io.promptstream.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.schemas.registry.RegistryConfig;
import io.promptstream.schemas.registry.RegistryUnavailableException;
import io.promptstream.schemas.registry.SchemaRegistryClient;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.schemas.topic.TopicMismatchException;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import org.junit.jupiter.api.Test;

@WithKafka
class PlatformPreparationIT {
    private final TestPlatform platform;
    private final TopicCatalogue topics;

    PlatformPreparationIT(KafkaEnvironment kafka) {
        this.platform = TestPlatform.of(kafka);
        this.topics = new TopicCatalogue(platform.configuration().topicPrefix(), 2);
    }

    @Test
    void createsTheTopicsAndFindsThemAgain() {
        // When
        preparation(platform.kafka().registryUrl()).prepare();

        // Then
        assertThat(platform.kafka().topics())
                .containsAll(topics.all().stream().map(Topic::name).toList());
        assertThatCode(preparation(platform.kafka().registryUrl())::prepare).doesNotThrowAnyException();
    }

    @Test
    void refusesATopicThatContradictsTheCatalogue() {
        // Given
        platform.kafka().createTopic(topics.tasks().name(), 1);

        // When / Then
        assertThatThrownBy(preparation(platform.kafka().registryUrl())::prepare)
                .isInstanceOf(TopicMismatchException.class)
                .hasMessageContaining(topics.tasks().name());
    }

    @Test
    void failsWhileNoRegistryAnswers() {
        assertThatThrownBy(preparation("http://127.0.0.1:1")::prepare).isInstanceOf(RegistryUnavailableException.class);
    }

    private Preparation preparation(String registryUrl) {
        return new PlatformPreparation(
                platform.configuration(),
                platform.clients(),
                topics,
                new SchemaRegistryClient(RegistryConfig.of(registryUrl)));
    }
}
