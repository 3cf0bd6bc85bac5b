package io.promptstream.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.micrometer.core.instrument.Meter;
import io.promptstream.kafka.FencingDetector;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.Transactions;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.junit.jupiter.api.Test;

@WithKafka
class KafkaClientsIT {
    private final TestPlatform platform;
    private final KafkaClients clients;

    KafkaClientsIT(KafkaEnvironment kafka) {
        this.platform = TestPlatform.of(kafka);
        this.clients = platform.clients();
    }

    @Test
    void whatClientsMeasureIsThereUntilTheyAreClosed() {
        String group = platform.configuration().topicPrefix() + "learner";
        try (Consumer<String, byte[]> member = clients.consumer(group, Map.of());
                Consumer<String, byte[]> reader = clients.reader();
                Transactions transactional = clients.transactions("learner");
                Producer<String, byte[]> producer = clients.producer();
                Admin admin = clients.admin()) {
            assertThat(ids("kafka.consumer.request.total"))
                    .containsExactlyInAnyOrder("test-service-0-learner-consumer-1", "test-service-0-reader-1");
            assertThat(ids("kafka.producer.request.total"))
                    .containsExactlyInAnyOrder("test-service-0-learner-producer-1", "test-service-0-producer-1");
            assertThat(ids("kafka.admin.client.request.total")).containsExactly("test-service-0-admin-1");
        }
        assertThat(platform.registry().getMeters()).isEmpty();
    }

    @Test
    void noGroupEscapesThePrefix() {
        assertThatThrownBy(() -> clients.consumer("learner", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("learner")
                .hasMessageContaining(platform.configuration().topicPrefix());
    }

    @Test
    void transactionalIdsBeginWithThePrefix() throws Exception {
        // When
        try (Transactions own = clients.transactions("learner");
                Transactions shared = clients.exclusiveTransactions(
                        "owner", platform.configuration().topicPrefix() + "tasks.0");
                Admin admin = clients.admin()) {
            // Then
            assertThat(admin.listTransactions().all().get())
                    .extracting(TransactionListing::transactionalId)
                    .filteredOn(id -> id.contains(platform.configuration().topicPrefix()))
                    .containsExactlyInAnyOrder(
                            platform.configuration().topicPrefix() + "test-service.0.learner",
                            platform.configuration().topicPrefix() + "test-service.tasks.0");
            assertThat(own).isNotEqualTo(shared);
        }
    }

    @Test
    void whoTakesAResourceTakesItFromTheOneBefore() throws Exception {
        // Given
        String topic = platform.configuration().topicPrefix() + "owned";
        try (Admin admin = clients.admin()) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        try (Transactions before = clients.exclusiveTransactions("owner", "tasks.0")) {
            before.send(new ProducerRecord<>(topic, new byte[1])).get();

            // When
            try (Transactions owner = clients.exclusiveTransactions("owner", "tasks.0")) {

                // Then
                assertThatThrownBy(before::commit)
                        .satisfies(e -> assertThat(FencingDetector.isFencing(e)).isTrue());
                owner.send(new ProducerRecord<>(topic, new byte[2])).get();
                owner.commit();
            }
        }
        assertThat(platform.kafka().consumeAll(topic))
                .extracting(record -> record.value().length)
                .containsExactly(2);
    }

    @Test
    void fencedTransactionsWithUnsentRecordsCloseAtOnce() throws Exception {
        // Given
        String topic = platform.configuration().topicPrefix() + "events";
        try (Admin admin = clients.admin()) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        try (Transactions fenced = clients.transactions("learner")) {
            fenced.send(new ProducerRecord<>(topic, new byte[1])).get();
            try (Transactions successor = clients.transactions("learner")) {
                assertThatThrownBy(fenced.send(new ProducerRecord<>(topic, new byte[1]))::get)
                        .hasCauseInstanceOf(InvalidProducerEpochException.class);
                // Refused without being sent, while the producer's own thread is idle.
                await().until(() ->
                        fenced.send(new ProducerRecord<>(topic, new byte[1])).isDone());

                // When / Then
                assertTimeoutPreemptively(Duration.ofSeconds(15), () -> fenced.close());
                successor.send(new ProducerRecord<>(topic, new byte[2]));
                successor.commit();
            }
        }
    }

    /** The values of the label in which the metric's clients differ. */
    private Set<String> ids(String metric) {
        return platform.registry().find(metric).meters().stream()
                .map(Meter::getId)
                .map(id -> Objects.requireNonNull(id.getTag("client.id")))
                .collect(Collectors.toSet());
    }
}
