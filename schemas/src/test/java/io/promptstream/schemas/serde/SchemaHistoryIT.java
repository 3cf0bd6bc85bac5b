package io.promptstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.schemas.registry.RegistryConfig;
import io.promptstream.schemas.registry.RegistryException;
import io.promptstream.schemas.registry.SchemaRegistryClient;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.io.IOException;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With a real registry, which refuses more than Avro does. */
@WithKafka
class SchemaHistoryIT {

    private final SchemaRegistryClient registry;
    private final String prefix;

    SchemaHistoryIT(KafkaEnvironment kafka) {
        this.registry = new SchemaRegistryClient(RegistryConfig.of(kafka.registryUrl()));
        this.prefix = kafka.uniqueName("history") + "-";
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @ParameterizedTest
    @MethodSource("io.promptstream.schemas.serde.SchemaHistoryTest#subjects")
    void theRegistryTakesEveryVersionInOrder(SchemaHistoryTest.Subject subject) throws IOException {
        var name = prefix + subject.name();
        for (var version : SchemaHistoryTest.history(subject.name())) {
            registry.register(name, version);
        }

        assertThat(registry.idOf(name, subject.current()))
                .isEqualTo(registry.latest(name).id());
    }

    @Test
    void theRegistryRefusesAnObjectWrittenAsTheDefaultOfAString() {
        var schema = SchemaBuilder.record("Sample")
                .fields()
                .name("text")
                .type()
                .stringType()
                .stringDefault("{}")
                .endRecord();

        assertThatThrownBy(() -> registry.register(prefix + "sample-value", schema))
                .isInstanceOf(RegistryException.class);
    }
}
