package io.promptstream.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@WithKafka
class WithKafkaIT {

    private final KafkaEnvironment kafka;

    WithKafkaIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
    }

    @Test
    void readsWhatItWrote() {
        // Given
        var topic = kafka.uniqueName("written");
        kafka.createTopic(topic, 2);

        // When
        kafka.produce(topic, "key", "value".getBytes(UTF_8));

        // Then
        var records = kafka.consume(topic, 1, Duration.ofSeconds(30));
        assertThat(records).singleElement().satisfies(found -> {
            assertThat(found.key()).isEqualTo("key");
            assertThat(found.value()).asString(UTF_8).isEqualTo("value");
        });
    }

    @Test
    void runsTransactionsAndHidesAbortedRecords() throws Exception {
        // Given
        var topic = kafka.uniqueName("transactional");
        kafka.createTopic(topic, 1);
        var config = Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", topic);

        // When
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "aborted")).get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "committed")).get();
            producer.commitTransaction();
        }

        // Then
        assertThat(kafka.consumeAll(topic))
                .extracting(found -> new String(found.value(), UTF_8))
                .containsExactly("committed");
    }

    @Test
    void saysHowManyRecordsWereMissing() {
        // Given
        var topic = kafka.uniqueName("empty");
        kafka.createTopic(topic, 1);

        // When / Then
        assertThatThrownBy(() -> kafka.consume(topic, 3, Duration.ofMillis(300)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("has 0 records")
                .hasMessageContaining("expected 3");
    }

    @Test
    void reachesARegistryThatDemandsFullTransitiveCompatibility(KafkaEnvironment injected) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(injected.registryUrl() + "/config"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                    .contains("FULL_TRANSITIVE");
        }
    }
}
