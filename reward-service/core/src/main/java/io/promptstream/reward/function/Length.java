package io.promptstream.reward.function;

import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a generated text has as many {@link Words} as wanted, in per cent: 100 within the bounds, falling linearly to 0 at
 * no word, and at twice the most.
 *
 * @param fewest words, at least 0
 * @param most words, at least the fewest and 1
 */
record Length(int fewest, int most) implements RewardFunction {

    Length {
        if (fewest < 0 || most < Math.max(1, fewest)) {
            throw new IllegalArgumentException("minWords is " + fewest + " and maxWords is " + most
                    + "; write numbers from 0, the second at least the first and 1");
        }
    }

    @Override
    public Scoring score(TaskOutput output, Evidence evidence) {
        int words = Words.of(output.getText().orElse("")).size();
        return PerCent.scored(share(words), Map.of("words", (double) words), null, null);
    }

    private double share(int words) {
        if (words < fewest) {
            return (double) words / fewest;
        }
        return words <= most ? 1 : Math.max(0, 2 - (double) words / most);
    }

    @Override
    public Optional<String> objection(String reference, Task task) {
        return Optional.empty();
    }
}
