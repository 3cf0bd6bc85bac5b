package io.promptstream.reward.query;

import io.promptstream.event.TaskOutput;

/** An output that is kept until its reward is final. */
public interface KeptOutput {
    TaskOutput event();

    /** The output as it came; not copied. */
    byte[] encoded();

    /** For who keeps events themselves. */
    static KeptOutput of(TaskOutput output) {
        return new KeptOutput() {
            @Override
            public TaskOutput event() {
                return output;
            }

            @Override
            public byte[] encoded() {
                throw new UnsupportedOperationException("an output in memory has no bytes");
            }
        };
    }
}
