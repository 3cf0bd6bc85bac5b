package io.promptstream.local.connection;

import io.promptstream.schemas.registry.RegistryConfig;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The topics of a system.
 *
 * @param bootstrapServers the broker
 * @param registryUrl the schema registry
 * @param topics their names
 */
public record KafkaAccess(String bootstrapServers, String registryUrl, TopicCatalogue topics) {

    private static final int LARGEST_RECORD = 32 * 1024 * 1024;

    /** Encodes and decodes events; the caller closes it. */
    public EventCodec codec() {
        return new EventCodec(Map.of(RegistryConfig.URL, registryUrl));
    }

    /** Waits for all replicas and repeats without doubling; one request at a time, or a new topic may refuse all but the first. */
    public KafkaProducer<String, byte[]> producer() {
        return producer(Map.of());
    }

    /** As {@link #producer()}, for brokers that may be away for so long. */
    public KafkaProducer<String, byte[]> producer(Duration patience) {
        var millis = Math.toIntExact(patience.toMillis());
        return producer(
                Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis));
    }

    private KafkaProducer<String, byte[]> producer(Map<String, Object> overrides) {
        var properties = new HashMap<>(overrides);
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * Reads what is committed, belongs to no group, and begins where it is told to, or else with the first record. The broker
     * answers it soon though there is nothing to read: closing waits for the answer.
     */
    public KafkaConsumer<String, byte[]> consumer() {
        return consumer(Map.of());
    }

    /** As {@link #consumer()}, with further settings, such as bounds on what it fetches. */
    public KafkaConsumer<String, byte[]> consumer(Map<String, Object> overrides) {
        var properties = new HashMap<String, Object>();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, LARGEST_RECORD);
        properties.putAll(overrides);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    public Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }
}
