package io.promptstream.reward.query;

import io.promptstream.schemas.trace.TraceContext;
import org.jspecify.annotations.Nullable;

/** An answer that waits for its reward, or has one that may be corrected until the reward window ends. */
final class OpenAnswer implements Answer {
    private final int number;
    private final long since;
    private final KeptOutput output;
    private final @Nullable TraceContext trace;
    private final @Nullable GivenReward given;

    /**
     * @param number how many answers of the query came before it
     * @param since when the output was first seen, in milliseconds since 1970
     * @param trace where its record stood in a trace
     * @param given the reward that it has; null while it waits
     */
    OpenAnswer(int number, long since, KeptOutput output, @Nullable TraceContext trace, @Nullable GivenReward given) {
        this.number = number;
        this.since = since;
        this.output = output;
        this.trace = trace;
        this.given = given;
    }

    int number() {
        return number;
    }

    long since() {
        return since;
    }

    KeptOutput output() {
        return output;
    }

    @Nullable TraceContext trace() {
        return trace;
    }

    @Nullable GivenReward given() {
        return given;
    }

    OpenAnswer with(GivenReward reward) {
        return new OpenAnswer(number, since, output, trace, reward);
    }
}
