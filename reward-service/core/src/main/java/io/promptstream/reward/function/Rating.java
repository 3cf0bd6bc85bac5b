package io.promptstream.reward.function;

import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import java.util.Map;
import java.util.Optional;

/** The rating that somebody gave is the reward. */
record Rating() implements RewardFunction {

    @Override
    public Scoring score(TaskOutput output, Evidence evidence) {
        Double rating = evidence.rating();
        if (rating == null) {
            return new Scoring.Unreferenced();
        }
        return new Scoring.Scored(rating, Map.of("rating", rating), null, evidence.reference());
    }

    @Override
    public Optional<String> objection(String reference, Task task) {
        return Optional.empty();
    }
}
