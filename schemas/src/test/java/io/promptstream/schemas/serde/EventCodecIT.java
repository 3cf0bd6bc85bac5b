package io.promptstream.schemas.serde;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.schemas.registry.RegistryUnavailableException;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@WithKafka
class EventCodecIT {

    private final EventCodec codec;
    private final String topic;

    EventCodecIT(KafkaEnvironment kafka) {
        this.codec = new EventCodec(Map.of("schema.registry.url", kafka.registryUrl()));
        this.topic = kafka.uniqueName("codec");
    }

    @AfterEach
    void close() {
        codec.close();
    }

    static Stream<SpecificRecord> events() {
        return SampleEvents.all();
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsEveryEventThatItWrote(SpecificRecord event) {
        // When
        var bytes = codec.encode(topic, event);

        // Then
        assertThat(codec.decode(topic, bytes, event.getClass())).isEqualTo(new Decoded.Event<>(event));
    }

    @Test
    void answersThatBytesHoldNoEventInsteadOfThrowing() {
        // Given
        var good = codec.encode(topic, SampleEvents.of(Query.class));
        var longer = Arrays.copyOf(good, good.length + 1);
        var unknownId = ByteBuffer.wrap(good.clone()).putInt(1, 99_999_999).array();

        // When / Then
        assertReason("{\"queryId\":\"1\"}".getBytes(UTF_8), "magic byte");
        assertReason(new byte[0], "0 bytes");
        assertReason(null, "no value");
        assertReason(Arrays.copyOf(good, good.length - 3), "cannot be read");
        assertReason(longer, "continues for 1 bytes");
        assertReason(unknownId, "99999999");
        assertReason(codec.encode(topic + "-rewards", SampleEvents.of(Reward.class)), "io.promptstream.event.Reward");
    }

    @Test
    void goodEventsAreReadBetweenAThousandGarbageOnes() {
        // Given
        var good = codec.encode(topic, SampleEvents.of(Query.class));
        var random = new Random(11);

        for (int i = 0; i < 1_000; i++) {
            // Right header, wrong body: the garbage that gets furthest.
            var garbage = new byte[WireFormat.HEADER + 1 + random.nextInt(300)];
            random.nextBytes(garbage);
            System.arraycopy(good, 0, garbage, 0, WireFormat.HEADER);

            // When / Then
            assertThat(codec.decode(topic, garbage, Query.class)).isInstanceOf(Decoded.Unreadable.class);
            assertThat(codec.decode(topic, good, Query.class)).isInstanceOf(Decoded.Event.class);
        }
    }

    @Test
    void aRegistryThatIsAwayIsNoFaultOfTheRecord() {
        // Given
        var bytes = codec.encode(topic, SampleEvents.of(Query.class));
        var properties = Map.of("schema.registry.url", "http://127.0.0.1:1", "max.retries", 0);

        // When / Then
        try (var lonely = new EventCodec(properties)) {
            assertThatThrownBy(() -> lonely.decode(topic, bytes, Query.class))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("http://127.0.0.1:1");
            assertThatThrownBy(() -> lonely.encode(topic, SampleEvents.of(Query.class)))
                    .isInstanceOf(RegistryUnavailableException.class);
        }
    }

    @Test
    void aRoundIdThatIsNoUuidIsUnreadable() {
        // Given
        var bytes = codec.encode(topic, SampleEvents.of(RoundResult.class));
        int firstLetterOfTheRoundId = WireFormat.HEADER + 1;
        bytes[firstLetterOfTheRoundId] = 'x';

        // When / Then
        assertThat(codec.decode(topic, bytes, RoundResult.class)).isInstanceOf(Decoded.Unreadable.class);
    }

    private void assertReason(byte @Nullable [] value, String reason) {
        assertThat(codec.decode(topic, value, Query.class)).isInstanceOfSatisfying(Decoded.Unreadable.class, bad -> {
            assertThat(bad.reason()).contains(reason);
            assertThat(bad.exceptionClass()).startsWith("io.promptstream.schemas.");
        });
    }
}
