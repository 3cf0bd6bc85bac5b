package io.promptstream.simulation.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Shortens a failing schedule as far as it still fails: by delta debugging (Zeller, Hildebrandt, "Simplifying and isolating
 * failure-inducing input", 2002), then by making what is left simpler.
 */
public final class Shrinker {
    private final Predicate<Schedule> fails;
    private int left;

    /**
     * @param fails whether a schedule still fails, in the same way
     * @param most schedules that are tried
     */
    public Shrinker(Predicate<Schedule> fails, int most) {
        this.fails = fails;
        this.left = most;
    }

    public Schedule shrink(Schedule failing) {
        Schedule before;
        Schedule shrunk = failing;
        do {
            before = shrunk;
            shrunk = simplify(shorten(shrunk));
        } while (shrunk.steps().size() < before.steps().size() && left > 0);
        return shrunk;
    }

    private Schedule shorten(Schedule failing) {
        Schedule shortest = failing;
        for (int chunk = Math.max(1, failing.steps().size() / 2); chunk >= 1; chunk /= 2) {
            int from = 0;
            while (from < shortest.steps().size()) {
                List<Step> kept = new ArrayList<>(shortest.steps().subList(0, from));
                kept.addAll(shortest.steps()
                        .subList(
                                Math.min(shortest.steps().size(), from + chunk),
                                shortest.steps().size()));
                Schedule tried = shortest.with(kept);
                if (stillFails(tried)) {
                    shortest = tried;
                } else {
                    from += chunk;
                }
            }
        }
        return shortest;
    }

    private Schedule simplify(Schedule failing) {
        Schedule simplest = failing;
        for (int i = 0; i < simplest.steps().size(); i++) {
            for (Step simpler : simpler(simplest.steps().get(i))) {
                List<Step> steps = new ArrayList<>(simplest.steps());
                steps.set(i, simpler);
                Schedule tried = simplest.with(steps);
                if (stillFails(tried)) {
                    simplest = tried;
                    break;
                }
            }
        }
        return simplest;
    }

    private boolean stillFails(Schedule schedule) {
        return left-- > 0 && fails.test(schedule);
    }

    private static List<Step> simpler(Step step) {
        if (!(step instanceof Step.Turn turn)) {
            return List.of();
        }
        Step.Turn calm = new Step.Turn(turn.node(), 100, 0, true, Commit.NOW);
        Step.Turn ordered = new Step.Turn(turn.node(), 100, 0, true, turn.commit());
        Step.Turn informed = new Step.Turn(turn.node(), turn.most(), turn.order(), true, turn.commit());
        return List.of(calm, ordered, informed).stream()
                .filter(other -> !other.equals(turn))
                .<Step>map(other -> other)
                .toList();
    }
}
