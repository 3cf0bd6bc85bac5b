package io.promptstream.reward.dashboard.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.reward.dashboard.Feed;
import io.promptstream.reward.dashboard.LoopView;
import io.promptstream.reward.dashboard.SystemState.Health;
import io.promptstream.reward.dashboard.SystemState.ServiceState;
import io.promptstream.reward.dashboard.SystemState.TopicState;
import io.promptstream.reward.dashboard.View;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithKafka
class DashboardSourcesIT {
    private static final ServiceState OWN = new ServiceState("reward-service", Health.UP, "", null, null);

    private final KafkaEnvironment kafka;
    private final DashboardTopics dashboard;
    private final TopicCatalogue topics;
    private final String letters;

    DashboardSourcesIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
        this.dashboard = new DashboardTopics(kafka);
        this.topics = dashboard.topics;
        this.letters = dashboard.letters;
    }

    @AfterEach
    void close() {
        dashboard.close();
    }

    @Test
    void aTopicThatIsMissingHidesNothingOfTheOthers() throws Exception {
        // Given
        kafka.produce(topics.queries().name(), "key", new byte[] {1});
        Admin admin = Admin.create(dashboard.connection);
        admin.deleteTopics(List.of(topics.feedback().name(), letters)).all().get();
        Awaitility.await().until(() -> !kafka.topics().contains(letters));
        LoopView loop = DashboardTopics.loop();

        // When
        try (ServiceHealthProbe peers = new ServiceHealthProbe(Map.of(), () -> OWN, Clock.systemUTC());
                SystemProbe probe = new SystemProbe(admin, topics, peers, loop)) {
            probe.wakeup();
            probe.runOnce();
        }

        // Then
        List<TopicState> states = Feed.Source.of(loop)
                .open(View.OVERVIEW, null, null)
                .next()
                .system()
                .topics();
        assertThat(states).hasSameSizeAs(topics.events().keySet());
        assertThat(state(states, topics.rewards().name())).isEqualTo("UP ");
        assertThat(state(states, topics.feedback().name()))
                .isEqualTo("DOWN is missing: a service makes it when it starts");
        assertThat(state(states, topics.queries().name()))
                .isEqualTo("DOWN dead letters: is missing: a service makes it when it starts");
    }

    private static String state(List<TopicState> states, String topic) {
        return states.stream()
                .filter(state -> state.name().equals(topic))
                .map(state -> state.status() + " " + state.detail())
                .findFirst()
                .orElseThrow();
    }
}
