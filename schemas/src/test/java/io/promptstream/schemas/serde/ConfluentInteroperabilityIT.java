package io.promptstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Query;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.pulsar.kafka.shade.avro.Schema;
import org.apache.pulsar.kafka.shade.avro.generic.GenericData;
import org.apache.pulsar.kafka.shade.avro.generic.GenericRecord;
import org.apache.pulsar.kafka.shade.io.confluent.kafka.serializers.KafkaAvroDeserializer;
import org.apache.pulsar.kafka.shade.io.confluent.kafka.serializers.KafkaAvroSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Against Confluent's own code, as two other projects republish it under their packages: serializer and deserializer 7.0.1
 * (Pulsar), registry client 7.5.3 (Flink).
 */
@WithKafka
class ConfluentInteroperabilityIT {

    private final KafkaEnvironment kafka;
    private final String topic;
    private final Map<String, Object> properties;

    ConfluentInteroperabilityIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
        this.topic = kafka.uniqueName("confluent");
        this.properties = Map.of("schema.registry.url", kafka.registryUrl());
    }

    static Stream<SpecificRecord> events() {
        return SampleEvents.all();
    }

    @ParameterizedTest
    @MethodSource("events")
    void confluentReadsWhatWeWriteAndWritesTheSameBytes(SpecificRecord event) {
        // Given
        byte[] ours;
        try (var codec = new EventCodec(properties)) {
            ours = codec.encode(topic, event);
        }

        // When
        try (var reader = new KafkaAvroDeserializer();
                var writer = new KafkaAvroSerializer()) {
            reader.configure(properties, false);
            writer.configure(properties, false);
            var read = (GenericRecord) reader.deserialize(topic, ours);
            var theirs = writer.serialize(topic, read);

            // Then
            assertThat(read.getSchema().getFullName())
                    .isEqualTo(event.getSchema().getFullName());
            assertThat(theirs).isEqualTo(ours);
        }
    }

    @Test
    void weReadWhatConfluentWritesFromValuesOfItsOwn() {
        // Given
        var schema = new Schema.Parser()
                .parse(JavaProperties.removed(Query.getClassSchema()).toString());
        var record = new GenericData.Record(schema);
        record.put("queryId", "q-1");
        record.put("taskId", "opinions");
        record.put("text", "Löst das Problem nicht");
        record.put("context", List.of());
        record.put("attributes", Map.of("channel", "mail"));
        record.put("reference", null);
        record.put("askedAt", 1_790_000_000_123L);
        record.put("evaluation", null);
        assertThat(schema.getFields()).hasSize(8);

        // When
        byte[] theirs;
        try (var writer = new KafkaAvroSerializer()) {
            writer.configure(properties, false);
            theirs = writer.serialize(topic, record);
        }

        // Then
        try (var codec = new EventCodec(properties)) {
            assertThat(codec.decode(topic, theirs, Query.class)).isInstanceOfSatisfying(Decoded.Event.class, read -> {
                var query = (Query) read.event();
                assertThat(query.getText()).isEqualTo("Löst das Problem nicht");
                assertThat(query.getAttributes()).containsEntry("channel", "mail");
                assertThat(query.getReference()).isEmpty();
                assertThat(query.getAskedAt()).isEqualTo(Instant.ofEpochMilli(1_790_000_000_123L));
                assertThat(query.getEvaluation()).isEmpty();
                assertThat(codec.encode(topic, query)).isEqualTo(theirs);
            });
        }
    }

    @Test
    void confluentsClientKnowsOurIds() throws Exception {
        // Given
        byte[] ours;
        try (var codec = new EventCodec(properties)) {
            ours = codec.encode(topic, SampleEvents.of(Query.class));
        }
        int id = ByteBuffer.wrap(ours).getInt(1);
        var theirs = new CachedSchemaRegistryClient(kafka.registryUrl(), 10);

        // When
        var schema = (AvroSchema) theirs.getSchemaById(id);

        // Then
        assertThat(schema.name()).isEqualTo("io.promptstream.event.Query");
        assertThat(theirs.getId(topic + "-value", schema)).isEqualTo(id);
        assertThat(theirs.register(topic + "-value", schema)).isEqualTo(id);
        assertThat(theirs.getLatestSchemaMetadata(topic + "-value").getId()).isEqualTo(id);
    }
}
