package io.promptstream.reward.app.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.promptstream.reward.app.RecordedMetrics;
import io.promptstream.reward.app.TopologyHarness;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Cache;

/** Kafka Streams looks at the settings of its clients only when it makes them. */
class StreamsSettingsTest {
    @TempDir
    Path stateDir;

    @Test
    void everyClientTakesItsSettings() {
        // Given
        try (Cache cache = BoundedRocksDb.cache(1 << 20)) {
            StreamsConfig config = new StreamsConfig(
                    TopologyHarness.settings(stateDir, TopologyHarness.CONFIGURATION, new RecordedMetrics(), cache));
            Map<String, Object> consumer = config.getMainConsumerConfigs("group", "client", 0);
            consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
            consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
            Map<String, Object> producer = config.getProducerConfigs("client");
            producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
            producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);

            // When they are read as the clients do
            assertThatCode(() -> new ConsumerConfig(consumer)).doesNotThrowAnyException();

            // Then
            assertThat(new ProducerConfig(producer).getInt(ProducerConfig.BATCH_SIZE_CONFIG))
                    .isEqualTo(128 << 10);
        }
    }
}
