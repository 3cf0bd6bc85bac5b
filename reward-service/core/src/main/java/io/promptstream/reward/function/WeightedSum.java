package io.promptstream.reward.function;

import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sum of other rewards, each times its weight. Its components are the terms' rewards before they are weighted, by name.
 * An answer is correct where it is by every term that can say so.
 */
record WeightedSum(List<Term> terms) implements RewardFunction {

    /**
     * What is added up.
     *
     * @param name of the component, different from the others'
     */
    record Term(String name, double weight, RewardFunction function) {}

    WeightedSum {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("reward.terms is empty; write at least one");
        }
    }

    @Override
    public Scoring score(TaskOutput output, Evidence evidence) {
        double sum = 0;
        Map<String, Double> components = new LinkedHashMap<>();
        Boolean correct = null;
        String reference = null;
        for (Term term : terms) {
            switch (term.function().score(output, evidence)) {
                case Scoring.Scored scored -> {
                    sum += term.weight() * scored.value();
                    components.put(term.name(), scored.value());
                    correct = both(correct, scored.correct());
                    reference = scored.reference() == null ? reference : scored.reference();
                }
                case Scoring.Unreferenced unreferenced -> {
                    return unreferenced;
                }
                case Scoring.UnusableReference unusable -> {
                    return unusable;
                }
                case Scoring.Unscorable unscorable -> {
                    return unscorable;
                }
            }
        }
        return new Scoring.Scored(sum, components, correct, reference);
    }

    private static @Nullable Boolean both(@Nullable Boolean one, @Nullable Boolean other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one && other;
    }

    @Override
    public Optional<String> objection(String reference, Task task) {
        return terms.stream()
                .flatMap(term -> term.function().objection(reference, task).stream())
                .findFirst();
    }
}
