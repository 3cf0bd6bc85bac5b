package io.promptstream.reward.app.streams;

import io.promptstream.event.TaskOutput;
import io.promptstream.reward.query.KeptOutput;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An output with the bytes that it came as, so that keeping it encodes nothing; decoded when it is asked for. */
public final class ReceivedOutput implements KeptOutput {
    private final byte[] encoded;
    private final Function<byte[], TaskOutput> decoder;
    private @Nullable TaskOutput event;

    /** Of an output that may never be looked at. */
    public ReceivedOutput(byte[] encoded, Function<byte[], TaskOutput> decoder) {
        this.encoded = encoded;
        this.decoder = decoder;
    }

    /** Of an output that is decoded already. */
    public ReceivedOutput(TaskOutput event, byte[] encoded, Function<byte[], TaskOutput> decoder) {
        this(encoded, decoder);
        this.event = event;
    }

    @Override
    public TaskOutput event() {
        TaskOutput decoded = event;
        if (decoded == null) {
            decoded = decoder.apply(encoded);
            event = decoded;
        }
        return decoded;
    }

    @Override
    public byte[] encoded() {
        return encoded;
    }
}
