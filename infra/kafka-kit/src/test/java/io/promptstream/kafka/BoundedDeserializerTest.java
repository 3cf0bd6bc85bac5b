package io.promptstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BoundedDeserializerTest {
    private final BoundedDeserializer values = new BoundedDeserializer(3);

    @Test
    void keepsWhatIsNotTooLarge() {
        assertThat(read(new byte[] {1, 2, 3})).containsExactly(1, 2, 3);
        assertThat(read(new byte[0])).isEmpty();
    }

    @Test
    void keepsNothingOfWhatIs() {
        assertThat(read(new byte[] {1, 2, 3, 4})).isNull();
    }

    private byte @Nullable [] read(byte[] value) {
        return values.deserialize("topic", new RecordHeaders(), ByteBuffer.wrap(value));
    }
}
