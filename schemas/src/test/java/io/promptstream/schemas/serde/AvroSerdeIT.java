package io.promptstream.schemas.serde;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.schemas.registry.IncompatibleSchemaException;
import io.promptstream.schemas.registry.RegistryConfig;
import io.promptstream.schemas.registry.SchemaRegistryClient;
import io.promptstream.schemas.registry.UnknownSchemaException;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.junit.jupiter.api.Test;

@WithKafka
class AvroSerdeIT {

    private final KafkaEnvironment kafka;
    private final String topic;

    AvroSerdeIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
        this.topic = kafka.uniqueName("serde");
    }

    @Test
    void readsEventsOfAnEarlierVersion() {
        // Given
        var earlier = withoutField(Query.getClassSchema(), "attributes");
        var event = SampleEvents.of(Query.class);
        var record = copy(event, earlier);

        // When
        byte[] bytes;
        try (var serializer = serializer(Map.of())) {
            bytes = requireNonNull(serializer.serialize(topic, record));
        }

        // Then
        try (var serde = AvroSerde.ofValues(Query.class, properties(Map.of()))) {
            var read = requireNonNull(serde.deserializer().deserialize(topic, bytes));
            assertThat(read.getText()).isEqualTo(event.getText());
            assertThat(read.getAttributes()).isEmpty();
        }
    }

    @Test
    void writesWithTheLatestVersionWhereToldTo() {
        // Given
        var earlier = withoutField(Query.getClassSchema(), "attributes");
        int id;
        try (var registry = registry()) {
            id = registry.register(topic + "-value", JavaProperties.removed(earlier));
        }

        // When
        byte[] bytes;
        try (var serializer = serializer(Map.of("auto.register.schemas", false, "use.latest.version", true))) {
            bytes = requireNonNull(serializer.serialize(topic, SampleEvents.of(Query.class)));
        }

        // Then
        assertThat(WireFormat.readId(bytes)).isEqualTo(id);
        try (var deserializer = deserializer(Map.of())) {
            var read = (GenericRecord) requireNonNull(deserializer.deserialize(topic, bytes));
            assertThat(read.hasField("attributes")).isFalse();
            assertThat(read.get("text"))
                    .hasToString(SampleEvents.of(Query.class).getText());
        }
    }

    @Test
    void refusesALatestVersionThatCannotHoldTheEvent() {
        // Given
        try (var registry = registry()) {
            registry.register(topic + "-value", new Schema.Parser().parse("""
                    {"type": "record", "name": "Other", "fields": [{"name": "unrelated", "type": "int"}]}"""));
        }

        // When / Then
        try (var serializer = serializer(Map.of("auto.register.schemas", false, "use.latest.version", true))) {
            assertThatThrownBy(() -> serializer.serialize(topic, SampleEvents.of(Query.class)))
                    .isInstanceOf(IncompatibleSchemaException.class)
                    .hasMessageContaining("use.latest.version");
        }
    }

    @Test
    void registersNothingWhereToldNotTo() {
        try (var serializer = serializer(Map.of("auto.register.schemas", false))) {
            assertThatThrownBy(() -> serializer.serialize(topic, SampleEvents.of(Query.class)))
                    .isInstanceOf(UnknownSchemaException.class)
                    .hasMessageContaining("auto.register.schemas");
        }
        try (var registry = registry()) {
            assertThat(registry.subjects()).doesNotContain(topic + "-value");
        }
    }

    @Test
    void registersTheSchemaAsItsFileSaysIt() {
        try (var serializer = serializer(Map.of());
                var registry = registry()) {
            // When
            serializer.serialize(topic, SampleEvents.of(Query.class));

            // Then
            var registered = registry.latest(topic + "-value").schema();
            assertThat(registered.toString()).doesNotContain("avro.java.string");
            assertThat(registered.getDoc()).isEqualTo(Query.getClassSchema().getDoc());
        }
    }

    @Test
    void aRegistryRefusesAnIncompatibleEventAtRunTime() {
        // Given
        var other = new Schema.Parser().parse("""
                {"type": "record", "name": "Query", "namespace": "io.promptstream.event",
                 "fields": [{"name": "queryId", "type": "int"}]}""");
        var record = new GenericData.Record(other);
        record.put("queryId", 1);

        // When / Then
        try (var serializer = serializer(Map.of())) {
            serializer.serialize(topic, SampleEvents.of(Query.class));
            assertThatThrownBy(() -> serializer.serialize(topic, record))
                    .isInstanceOf(IncompatibleSchemaException.class)
                    .hasMessageContaining("409");
        }
    }

    @Test
    void refusesAnEventOfAnotherType() {
        try (var queries = AvroSerde.ofValues(Query.class, properties(Map.of()));
                var rewards = AvroSerde.ofValues(Reward.class, properties(Map.of()))) {
            var bytes = queries.serializer().serialize(topic, SampleEvents.of(Query.class));

            assertThatThrownBy(() -> rewards.deserializer().deserialize(topic, bytes))
                    .isInstanceOf(WireFormatException.class)
                    .hasMessageContaining("holds a io.promptstream.event.Query");
            assertThat(rewards.deserializer().deserialize(topic, null)).isNull();
        }
    }

    @Test
    void servesSeveralThreads() throws Exception {
        try (var serde = AvroSerde.ofValues(Query.class, properties(Map.of()));
                var threads = Executors.newFixedThreadPool(8)) {
            var event = SampleEvents.of(Query.class);
            List<Future<?>> results = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                results.add(threads.submit(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        var bytes = serde.serializer().serialize(topic, event);
                        assertThat(serde.deserializer().deserialize(topic, bytes))
                                .isEqualTo(event);
                    }
                }));
            }
            for (var result : results) {
                result.get();
            }
        }
    }

    private AvroSerializer<IndexedRecord> serializer(Map<String, ?> more) {
        var serializer = new AvroSerializer<IndexedRecord>();
        serializer.configure(properties(more), false);
        return serializer;
    }

    private AvroDeserializer<IndexedRecord> deserializer(Map<String, ?> more) {
        var deserializer = new AvroDeserializer<IndexedRecord>();
        deserializer.configure(properties(more), false);
        return deserializer;
    }

    private SchemaRegistryClient registry() {
        return new SchemaRegistryClient(RegistryConfig.of(kafka.registryUrl()));
    }

    private Map<String, Object> properties(Map<String, ?> more) {
        var properties = new HashMap<String, Object>(more);
        properties.put("schema.registry.url", kafka.registryUrl());
        return properties;
    }

    private static Schema withoutField(Schema schema, String name) {
        var fields = schema.getFields().stream()
                .filter(field -> !field.name().equals(name))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
    }

    /** The event as a generic record with fewer fields. */
    private static GenericRecord copy(IndexedRecord event, Schema schema) {
        var generic = (GenericRecord) new GenericData.Record(schema);
        var own = event.getSchema();
        for (var field : schema.getFields()) {
            Object value = event.get(own.getField(field.name()).pos());
            generic.put(field.name(), value instanceof Instant time ? time.toEpochMilli() : value);
        }
        return generic;
    }
}
