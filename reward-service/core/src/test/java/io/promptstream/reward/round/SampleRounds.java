package io.promptstream.reward.round;

import io.promptstream.reward.Events;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A round of two prompts and two queries, and what arrives of it. */
final class SampleRounds {
    static final UUID ID = new UUID(1, 2);

    private SampleRounds() {}

    static Round round(RoundEvent.Rewarded... events) {
        Round round = new Round(new RoundHeader(ID, Events.TASK, 1, 3, 2, 2, 0), Events.TIME);
        for (RoundEvent.Rewarded event : events) {
            round.add(event);
        }
        return round;
    }

    static RoundEvent.Rewarded event(int promptIndex, int queryIndex, @Nullable Double value) {
        return (RoundEvent.Rewarded)
                RoundEvents.of(Events.reward("q", Events.explore(ID, 2, 2, promptIndex, queryIndex), value))
                        .orElseThrow();
    }

    static RoundEvent.Rewarded correction(int promptIndex, int queryIndex, double value, int revision) {
        RoundEvent.Rewarded event = event(promptIndex, queryIndex, value);
        return new RoundEvent.Rewarded(
                event.header(),
                promptIndex,
                queryIndex,
                event.prompt(),
                value,
                event.correct(),
                event.labelScores(),
                event.promptGradient(),
                event.features(),
                new RoundEvent.Correction(revision, "q", "p"));
    }

    static RoundEvent.Rewarded scored(RoundEvent.Rewarded event, Float... labelScores) {
        return new RoundEvent.Rewarded(
                event.header(),
                event.promptIndex(),
                event.queryIndex(),
                event.prompt(),
                event.value(),
                event.correct(),
                List.of(labelScores),
                event.promptGradient(),
                event.features(),
                event.correction());
    }

    static RoundEvent.Rewarded differentiated(RoundEvent.Rewarded event, Float... gradient) {
        return new RoundEvent.Rewarded(
                event.header(),
                event.promptIndex(),
                event.queryIndex(),
                event.prompt(),
                event.value(),
                event.correct(),
                event.labelScores(),
                List.of(gradient),
                event.features(),
                event.correction());
    }
}
