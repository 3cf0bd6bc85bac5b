package io.promptstream.reward.query;

import io.promptstream.event.Reward;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.trace.TraceContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An answer that waits for its reward, or has one that may be corrected until the reward window ends. */
final class OpenAnswer implements Answer {
    private final int number;
    private final long since;
    private final long taskFrom;
    private final KeptOutput output;
    private final @Nullable TraceContext trace;
    private final @Nullable GivenReward given;

    /**
     * @param number how many answers of the query came before it
     * @param since when the output was first seen, in milliseconds since 1970
     * @param taskFrom first revision of the task that the proposal was made for; 0: not known
     * @param trace where its record stood in a trace
     * @param given the reward that it has; null while it waits
     */
    OpenAnswer(
            int number,
            long since,
            long taskFrom,
            KeptOutput output,
            @Nullable TraceContext trace,
            @Nullable GivenReward given) {
        this.number = number;
        this.since = since;
        this.taskFrom = taskFrom;
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

    @Override
    public long taskFrom() {
        return taskFrom;
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
        return new OpenAnswer(number, since, taskFrom, output, trace, reward);
    }

    OpenAnswer numbered(int newNumber) {
        return new OpenAnswer(newNumber, since, taskFrom, output, trace, given);
    }

    /**
     * Says that it has this reward.
     *
     * @param evidence where the record stood that ended its waiting, if another one did
     */
    ScoringEffect.Rewarded rewarded(Reward reward, TaskOutput event, @Nullable TraceContext evidence) {
        return new ScoringEffect.Rewarded(reward, event, trace, evidence, Instant.ofEpochMilli(since));
    }
}
