package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.promptstream.schemas.topic.TopicCatalogue;
import org.junit.jupiter.api.Test;

class RewardBeansTest {

    @Test
    void noIdOfARescoringStandsInALabel() {
        // Given
        var rewards = TopicCatalogue.withDefaults().rewards().name();
        var registry = new SimpleMeterRegistry();
        registry.config().meterFilter(new RewardBeans().withoutRescorings());

        // When
        registry.counter("records", "client_id", "reward-service-0-rescore-1b4e28ba-recorder-consumer-1");
        registry.counter("records", "topic", "promptstream.rescore-1b4e28ba-recording");
        registry.counter("records", "topic", rewards);

        // Then
        assertThat(registry.getMeters())
                .singleElement()
                .satisfies(meter -> assertThat(meter.getId().getTag("topic")).isEqualTo(rewards));
    }
}
