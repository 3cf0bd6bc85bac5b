package io.promptstream.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes Kafka clients with this system's settings: transactions are seen only when committed, offsets are committed by
 * hand, values are bytes so that an unreadable one can be kept as it is. What a client measures is in the registry until
 * it is closed.
 */
public final class KafkaClients implements TopicClients {
    private static final int LARGEST_REQUEST = 40 * 1024 * 1024;
    /**
     * A process that ends without a word, and does not come back under its name, leaves its transaction open for so long;
     * until then nobody reads on behind it. Longer than one slice of work takes.
     */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(30);
    /** Who waits for exclusive transactions is a request. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final ClientSettings settings;
    private final MeterRegistry registry;
    private final ClientIds ids;

    /** @param registry gets what the clients measure */
    public KafkaClients(ClientSettings settings, MeterRegistry registry) {
        this.settings = settings;
        this.registry = registry;
        this.ids = new ClientIds(settings.service() + "-" + settings.instance() + "-");
    }

    /** A consumer of the given group that sees committed records only and commits nothing by itself. */
    public KafkaConsumer<String, byte[]> consumer(String groupId, Map<String, Object> overrides) {
        return consumer(groupId, withoutPrefix(groupId) + "-consumer", overrides);
    }

    /**
     * As {@link #consumer(String, Map)}, for a group whose name is not to be part of a client's.
     *
     * @param purpose becomes part of a label of what the client measures, so it contains no id
     */
    public KafkaConsumer<String, byte[]> consumer(String groupId, String purpose, Map<String, Object> overrides) {
        return measuredConsumer(purpose, groupProperties(groupId, overrides));
    }

    /**
     * As {@link #consumer(String, Map)}, with null in place of a value that has more bytes; {@code serializedValueSize} of
     * its record says how many.
     */
    public KafkaConsumer<String, byte[]> consumer(String groupId, Map<String, Object> overrides, int largestValue) {
        return measuredConsumer(
                withoutPrefix(groupId) + "-consumer",
                groupProperties(groupId, overrides),
                new BoundedDeserializer(largestValue));
    }

    private Map<String, Object> groupProperties(String groupId, Map<String, Object> overrides) {
        if (!groupId.startsWith(settings.prefix())) {
            throw new IllegalArgumentException(
                    "group %s does not begin with %s, as what an operator allows does; write %s%s"
                            .formatted(groupId, settings.prefix(), settings.prefix(), groupId));
        }
        Map<String, Object> properties = readerProperties();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        // A killed member is missed after six seconds, not after Kafka's default of 45.
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1500);
        properties.putAll(overrides);
        return properties;
    }

    /** A consumer without a group, for reading assigned partitions from any offset; it cannot commit. */
    public KafkaConsumer<String, byte[]> reader() {
        return reader(Map.of());
    }

    @Override
    public KafkaConsumer<String, byte[]> briefReader() {
        return reader(Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10));
    }

    @Override
    public KafkaConsumer<String, byte[]> reader(Map<String, Object> overrides) {
        Map<String, Object> properties = readerProperties();
        properties.putAll(overrides);
        return measuredConsumer("reader", properties);
    }

    /** Transactions that are ready to begin. A process with the same service, instance and purpose that still runs is fenced. */
    public Transactions transactions(String purpose) {
        Map<String, Object> properties = producerProperties();
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
        // The commit sends what is left at once. Until then only full batches go: every request costs the broker time.
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 100);
        properties.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                settings.prefix() + settings.service() + "." + settings.instance() + "." + purpose);
        return transactions(purpose, properties);
    }

    /**
     * As {@link #transactions(String)}, under an id that all instances of this service share: who makes transactions for the
     * resource takes it from whoever made some before, whose open transaction is aborted and whose next one fails. Answers
     * soon or not at all.
     *
     * @param resource what only one instance at a time may change
     */
    public Transactions exclusiveTransactions(String purpose, String resource) {
        Map<String, Object> properties = producerProperties();
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) ANSWER.toMillis());
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER.toMillis());
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                ANSWER.dividedBy(2).toMillis());
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                settings.prefix() + settings.service() + "." + withoutPrefix(resource));
        return transactions(purpose, properties);
    }

    private Transactions transactions(String purpose, Map<String, Object> properties) {
        KafkaProducer<String, byte[]> producer = measuredProducer(purpose + "-producer", properties);
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close();
            throw e;
        }
        return new Transactions(producer);
    }

    /** An idempotent producer with acknowledgement by all replicas. */
    public KafkaProducer<String, byte[]> producer() {
        Map<String, Object> properties = producerProperties();
        // A broker may name the leader of a new partition before it leads it, and refuse the first batch. A second one
        // in
        // flight would then be accepted first, and the first be out of sequence for ever.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return measuredProducer("producer", properties);
    }

    @Override
    public Admin admin() {
        return this.<AdminClient>measured(
                "admin",
                new HashMap<>(settings.properties()),
                AdminClient::create,
                client -> new KafkaClientMetrics(client, List.of()));
    }

    private KafkaConsumer<String, byte[]> measuredConsumer(String purpose, Map<String, Object> properties) {
        return measuredConsumer(purpose, properties, new ByteArrayDeserializer());
    }

    private KafkaConsumer<String, byte[]> measuredConsumer(
            String purpose, Map<String, Object> properties, Deserializer<byte[]> values) {
        return measured(
                purpose,
                properties,
                all -> new KafkaConsumer<>(all, new StringDeserializer(), values),
                client -> new KafkaClientMetrics(client, List.of()));
    }

    private KafkaProducer<String, byte[]> measuredProducer(String purpose, Map<String, Object> properties) {
        return measured(
                purpose,
                properties,
                all -> new KafkaProducer<>(all, new StringSerializer(), new ByteArraySerializer()),
                client -> new KafkaClientMetrics(client, List.of()));
    }

    private <C> C measured(
            String purpose,
            Map<String, Object> properties,
            Function<Map<String, Object>, C> constructor,
            Function<C, KafkaClientMetrics> meters) {
        ClientLife life = ids.take(purpose);
        life.addTo(properties);
        try {
            C client = constructor.apply(properties);
            life.measure(meters.apply(client), registry);
            return client;
        } catch (RuntimeException e) {
            life.close();
            throw e;
        }
    }

    private String withoutPrefix(String groupId) {
        String prefix = settings.prefix();
        return groupId.startsWith(prefix) ? groupId.substring(prefix.length()) : groupId;
    }

    private Map<String, Object> readerProperties() {
        Map<String, Object> properties = new HashMap<>(settings.properties());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return properties;
    }

    private Map<String, Object> producerProperties() {
        Map<String, Object> properties = new HashMap<>(settings.properties());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        // The largest topic's largest record: what its limit lets through, no client may refuse.
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) LARGEST_REQUEST);
        return properties;
    }
}
