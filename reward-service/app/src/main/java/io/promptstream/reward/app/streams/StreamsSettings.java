package io.promptstream.reward.app.streams;

import io.promptstream.service.ServiceConfiguration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.rocksdb.Cache;

/** The settings of Kafka Streams, in one place. */
public final class StreamsSettings {
    private static final int LARGEST_REQUEST = 8 << 20;
    private static final int FETCH_BYTES = 64 << 10;
    private static final int LINGER_MILLIS = 1000;
    /** With Kafka's own 16 KiB, a commit's records of one partition take several requests. */
    private static final int BATCH_BYTES = 128 << 10;

    private StreamsSettings() {}

    public static Properties of(
            ServiceConfiguration service, RewardConfiguration reward, FailedRecords deadLetters, Cache rocksDbCache) {
        Properties settings = new Properties();
        settings.putAll(service.kafkaProperties());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, service.topicPrefix() + "reward-service");
        settings.put(StreamsConfig.CLIENT_ID_CONFIG, service.topicPrefix() + "reward-service-" + service.instance());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, service.stateDir().toString());
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, service.replicationFactor());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, reward.guarantee());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, reward.threads());
        settings.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, reward.commitInterval().toMillis());
        // A thread without input sits in a poll, and commits what it has processed only afterwards.
        settings.put(
                StreamsConfig.POLL_MS_CONFIG,
                Math.max(1, reward.commitInterval().dividedBy(4).toMillis()));
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, reward.cacheBytes());
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UnreadableRecordHandler.class);
        settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, UnusableRecordHandler.class);
        settings.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, OversizedResultHandler.class);
        settings.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, AnyRecordTime.class);
        // What a store keeps of the largest record has to fit into its changelog, however it is compressed there.
        settings.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), LARGEST_REQUEST);
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        settings.put(BoundedRocksDb.CACHE_SETTING, rocksDbCache);
        settings.put(FailedRecords.SETTING, deadLetters);
        // A killed member is missed after six seconds, not after Kafka's default of 45.
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6000);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1500);
        // What comes in little pieces is asked for once, not piece by piece; every request costs the broker as much as
        // many
        // records.
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), FETCH_BYTES);
        settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
                Math.max(1, Math.toIntExact(reward.commitInterval().dividedBy(4).toMillis())));
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        // A commit sends what is left at once; Kafka Streams' own 100 ms end just before it, partition by partition.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER_MILLIS);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), LARGEST_REQUEST);
        return settings;
    }
}
