package io.promptstream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@WithKafka
class SchemaRegistryClientIT {

    private static final Schema FIRST =
            SchemaBuilder.record("Sample").fields().requiredString("text").endRecord();
    private static final Schema COMPATIBLE = SchemaBuilder.record("Sample")
            .fields()
            .requiredString("text")
            .name("added")
            .type()
            .intType()
            .intDefault(0)
            .endRecord();
    private static final Schema INCOMPATIBLE =
            SchemaBuilder.record("Sample").fields().requiredInt("text").endRecord();

    private final SchemaRegistryClient client;
    private final String subject;

    SchemaRegistryClientIT(KafkaEnvironment kafka) {
        this.client = new SchemaRegistryClient(RegistryConfig.of(kafka.registryUrl()));
        this.subject = kafka.uniqueName("sample") + "-value";
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void findsWhatItRegistered() {
        // When
        int id = client.register(subject, FIRST);

        // Then
        assertThat(client.register(subject, FIRST)).isEqualTo(id);
        assertThat(client.idOf(subject, FIRST)).isEqualTo(id);
        assertThat(client.schema(id)).isEqualTo(FIRST);
        assertThat(client.latest(subject)).isEqualTo(new RegisteredSchema(subject, 1, id, FIRST));
        assertThat(client.subjects()).contains(subject);
    }

    @Test
    void takesACompatibleVersionAndRefusesAnIncompatibleOne() {
        // Given
        client.register(subject, FIRST);

        // When / Then
        assertThat(client.isCompatible(subject, COMPATIBLE)).isTrue();
        assertThat(client.isCompatible(subject, INCOMPATIBLE)).isFalse();
        assertThatThrownBy(() -> client.register(subject, INCOMPATIBLE))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContaining(subject)
                .hasMessageContaining("HTTP 409")
                .hasMessageContaining("default");
        client.register(subject, COMPATIBLE);
        assertThat(client.latest(subject).version()).isEqualTo(2);
    }

    @Test
    void saysWhatIsUnknown() {
        assertThatThrownBy(() -> client.schema(99_999_999))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("99999999")
                .hasMessageContaining("schema.registry.url");
        assertThatThrownBy(() -> client.latest("no-such-subject"))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("no-such-subject");
        client.register(subject, FIRST);
        assertThatThrownBy(() -> client.idOf(subject, COMPATIBLE)).isInstanceOf(UnknownSchemaException.class);
    }

    @Test
    void setsTheCompatibilityOfASubject() {
        // Given
        client.register(subject, FIRST);
        assertThat(client.compatibility()).isEqualTo(Compatibility.FULL_TRANSITIVE);

        // When
        client.setCompatibility(subject, Compatibility.NONE);

        // Then
        assertThat(client.isCompatible(subject, INCOMPATIBLE)).isTrue();
        assertThat(client.compatibility()).isEqualTo(Compatibility.FULL_TRANSITIVE);
    }
}
