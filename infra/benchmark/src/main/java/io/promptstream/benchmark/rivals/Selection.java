package io.promptstream.benchmark.rivals;

import io.promptstream.local.evaluation.Measures;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Takes of some prompts the one that is best on the inputs to select on: by accuracy where there is one, then by reward. Each is
 * measured once.
 */
final class Selection {
    /** By accuracy where there is one, then by reward. */
    static final Comparator<Measures> BETTER = Comparator.comparingDouble(
                    (Measures measures) -> Objects.requireNonNullElse(measures.accuracy(), 0.0))
            .thenComparingDouble(measures -> Objects.requireNonNullElse(measures.reward(), Double.NEGATIVE_INFINITY));

    private final Problem problem;
    private final CountedModel model;
    private final Map<String, Measures> known = new HashMap<>();

    Selection(Problem problem, CountedModel model) {
        this.problem = problem;
        this.model = model;
    }

    /** Calls that it takes to select among so many prompts. */
    static long calls(Problem problem, int prompts) {
        return (long) prompts * problem.dev().size();
    }

    /** Serves the best of the prompts. */
    void serve(List<String> prompts, Method.Best best) {
        var chosen = best(prompts);
        best.is(chosen, known.containsKey(chosen) ? model.shift(chosen, problem.dev()) : List.of());
    }

    /** The best; of equal ones the first. Prompts that the calls left are not enough for are not looked at, but for the first. */
    String best(List<String> prompts) {
        String best = prompts.getFirst();
        Measures highest = null;
        for (var prompt : prompts) {
            if (!known.containsKey(prompt) && model.left() < problem.dev().size()) {
                break;
            }
            var measures = known.computeIfAbsent(prompt, unknown -> model.measure(unknown, problem.dev()));
            if (highest == null || BETTER.compare(measures, highest) > 0) {
                highest = measures;
                best = prompt;
            }
        }
        return best;
    }
}
