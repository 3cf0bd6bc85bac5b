package io.promptstream.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.schemas.topic.TopicMismatchException.Mismatch;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithKafka
class TopicAdminIT {

    private static final short ONE = 1;

    private final KafkaEnvironment kafka;
    private final TopicCatalogue catalogue;
    private final Admin admin;

    TopicAdminIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
        this.catalogue = new TopicCatalogue(kafka.uniqueName("topics") + ".", 2);
        this.admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void createsWhatIsMissingAndThenAgrees() {
        // Given
        var topics = new TopicAdmin(admin);

        // When
        topics.ensure(catalogue.all(), ONE);

        // Then
        assertThat(kafka.topics())
                .containsAll(catalogue.all().stream().map(Topic::name).toList());
        assertThatCode(() -> topics.ensure(catalogue.all(), ONE)).doesNotThrowAnyException();
    }

    @Test
    void severalServicesMayStartAtOnce() {
        var starts = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(() -> new TopicAdmin(admin).ensure(catalogue.all(), ONE)))
                .toArray(CompletableFuture[]::new);

        assertThatCode(() -> CompletableFuture.allOf(starts).join()).doesNotThrowAnyException();
    }

    @Test
    void refusesTopicsThatContradictTheCatalogue() {
        // Given
        kafka.createTopic(
                catalogue.tasks().name(), 2, Map.of("cleanup.policy", "delete", "max.message.bytes", "1048576"));
        kafka.createTopic(catalogue.queries().name(), 3, catalogue.queries().settings());

        // When / Then
        assertThatThrownBy(() -> new TopicAdmin(admin).ensure(catalogue.all(), ONE))
                .hasMessageContaining(catalogue.queries().name() + ": partitions should be 2 but is 3")
                .asInstanceOf(InstanceOfAssertFactories.type(TopicMismatchException.class))
                .extracting(TopicMismatchException::mismatches, InstanceOfAssertFactories.list(Mismatch.class))
                .containsExactly(
                        new Mismatch(catalogue.tasks().name(), "cleanup.policy", "compact", "delete"),
                        new Mismatch(catalogue.queries().name(), "partitions", "2", "3"));
    }

    @Test
    void topicsMayKeepTheirRecordsLonger() {
        // Given topics that keep their records for a week, and one that keeps them for ever
        create(catalogue.feedback(), "-1");
        new TopicAdmin(admin).ensure(catalogue.all(), ONE);
        var shorter = new TopicCatalogue(catalogue.prefix(), 2, Duration.ofDays(1));

        // When / Then
        assertThatCode(() -> new TopicAdmin(admin).ensure(shorter.all(), ONE)).doesNotThrowAnyException();
    }

    @Test
    void refusesTopicsThatKeepTheirRecordsForLess() {
        // Given
        create(catalogue.roundResults(), "3600000");
        create(catalogue.feedback(), "604800000");
        var longer = new TopicCatalogue(catalogue.prefix(), 2, Duration.ofDays(30));

        // When / Then
        assertThatThrownBy(() -> new TopicAdmin(admin).ensure(longer.all(), ONE))
                .hasMessageContaining(
                        longer.feedback().name() + ": retention.ms should be at least 2592000000 but is 604800000")
                .hasMessageContaining(
                        longer.roundResults().name() + ": retention.ms should be at least 31536000000 but is 3600000")
                .hasMessageContaining("PROMPTSTREAM_EVENT_RETENTION");
    }

    private void create(Topic topic, String millis) {
        var settings = new HashMap<>(topic.settings());
        settings.put("retention.ms", millis);
        kafka.createTopic(topic.name(), 2, settings);
    }
}
