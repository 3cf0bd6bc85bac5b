package io.promptstream.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.MockAdminClient;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class TopicAdminTest {
    private static final Node NODE = new Node(0, "nowhere", 1);

    @Test
    void waitsUntilTheBrokerThatIsAskedKnowsTheSettingsOfWhatWasCreated() {
        // Given a broker that at first does not
        int[] asked = new int[1];
        MockAdminClient admin = new MockAdminClient(List.of(NODE), NODE) {
            @Override
            public synchronized DescribeConfigsResult describeConfigs(
                    Collection<ConfigResource> resources, DescribeConfigsOptions options) {
                return ++asked[0] > 1
                        ? super.describeConfigs(resources, options)
                        : super.describeConfigs(
                                List.of(new ConfigResource(ConfigResource.Type.TOPIC, "unknown")), options);
            }
        };
        TopicCatalogue topics = new TopicCatalogue("", 2);

        // When
        new TopicAdmin(admin).ensure(topics.all(), (short) 1);

        // Then
        assertThat(asked[0]).isEqualTo(2);
        assertThat(admin.describeTopics(List.of("queries")).topicNameValues()).containsOnlyKeys("queries");
    }
}
