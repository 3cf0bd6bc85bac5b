package io.promptstream.reward.query;

import io.promptstream.event.TaskOutput;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An output that is kept until its reward is final. */
public interface KeptOutput {
    TaskOutput event();

    /** The output as it came; not copied. */
    byte[] encoded();

    /** For who keeps events themselves: one that came as Avro itself frames it. */
    static KeptOutput of(TaskOutput output) {
        record InMemory(TaskOutput event) implements KeptOutput {
            @Override
            public byte[] encoded() {
                try {
                    return TaskOutput.getEncoder().encode(event).array();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return new InMemory(output);
    }
}
