package io.promptstream.reward.function;

import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.function.TextLikelihood.Judgement;
import java.util.Map;
import java.util.Optional;

/**
 * How fluent a language model finds a generated text, by itself: 100 at the lowest perplexity or less, 0 at the highest or
 * more, linear in the logarithm between. A text without anything to read earns 0.
 *
 * @param lowest perplexity, above 0
 * @param highest perplexity, above the lowest
 */
record Fluency(TextLikelihood model, double lowest, double highest) implements RewardFunction {

    Fluency {
        if (!(lowest > 0 && highest > lowest && highest <= LARGEST_SCALE)) {
            throw new IllegalArgumentException("minPerplexity is " + lowest + " and maxPerplexity is " + highest
                    + "; write numbers above 0, the second above the first");
        }
    }

    @Override
    public Scoring score(TaskOutput output, Evidence evidence) {
        Optional<Judgement> judgement = model.of(output.getText().orElse(""));
        double share = judgement.map(this::share).orElse(0.0);
        Map<String, Double> components = judgement
                .map(known -> Map.of("perplexity", known.perplexity(), "tokens", (double) known.tokens()))
                .orElse(Map.of("tokens", 0.0));
        return PerCent.scored(share, components, null, null);
    }

    private double share(Judgement judgement) {
        double share = (StrictMath.log(highest) + judgement.meanLogProbability()) / StrictMath.log(highest / lowest);
        return Math.round(Math.clamp(share, 0, 1) * 1e4) / 1e4;
    }

    @Override
    public Optional<String> objection(String reference, Task task) {
        return Optional.empty();
    }
}
