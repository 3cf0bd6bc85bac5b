package io.promptstream.benchmark.rivals;

import io.promptstream.local.input.TaskInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Successive halving (Karnin, Koren and Somekh 2013): all prompts are tried on a few inputs, the better half on twice as
 * many more, and so on until every input is used. Prompts of one round are tried on the same inputs, of which every label has its share.
 */
final class Halving {
    private static final int MOST = 1 << 20;

    private final CountedModel model;
    private final List<TaskInput> order;

    /** @param seed of the order in which the inputs are used */
    Halving(CountedModel model, List<TaskInput> inputs, long seed) {
        this.model = model;
        this.order = interleaved(inputs, new Random(seed));
    }

    /**
     * A prompt with its mean reward over the inputs that it was tried on.
     *
     * @param shift what was taken off the labels' logits; empty: nothing
     */
    record Ranked(String prompt, double reward, List<Float> shift, int inputs) {}

    /**
     * Tries prompts.
     *
     * @param first inputs that all are tried on; each time half are left, twice as many
     * @param kept how many are left in the end
     * @return these, the best first
     */
    List<Ranked> best(List<String> prompts, int first, int kept) {
        var alive = prompts.stream()
                .distinct()
                .map(prompt -> new Ranked(prompt, 0, List.of(), 0))
                .toList();
        int more = first;
        while (true) {
            int tried = alive.getFirst().inputs();
            alive = tried(alive, Math.min(order.size(), tried + more)).stream()
                    .sorted(Comparator.comparingDouble(Ranked::reward).reversed())
                    .limit(halved(alive.size(), kept))
                    .toList();
            if (alive.size() <= kept) {
                return alive;
            }
            more *= 2;
        }
    }

    /** Calls that it takes to try so many prompts. */
    long calls(int prompts, int first, int kept) {
        long calls = 0;
        int tried = 0;
        int more = first;
        int alive = prompts;
        do {
            int inputs = Math.min(order.size() - tried, more);
            calls += (long) alive * inputs;
            tried += inputs;
            more *= 2;
            alive = halved(alive, kept);
        } while (alive > kept);
        return calls;
    }

    /** How many prompts so many calls are enough for, at least as many as are kept; a power of two. */
    int affordable(long calls, int first, int kept) {
        int prompts = Integer.highestOneBit(kept) * 2;
        while (prompts < MOST && calls(2 * prompts, first, kept) <= calls) {
            prompts *= 2;
        }
        return prompts;
    }

    /** How many inputs so many prompts can be tried on first with so many calls; 0 where not even on one. */
    int first(int prompts, long calls, int kept) {
        int first = 0;
        while (first < order.size() && calls(prompts, first + 1, kept) <= calls) {
            first++;
        }
        return first;
    }

    private static int halved(int alive, int kept) {
        return Math.max(Math.min(kept, alive), (alive + 1) / 2);
    }

    private List<Ranked> tried(List<Ranked> alive, int inputs) {
        var prompts = alive.stream().map(Ranked::prompt).toList();
        var judged =
                model.judged(prompts, order.subList(0, inputs), alive.getFirst().inputs());
        return IntStream.range(0, prompts.size())
                .mapToObj(at -> new Ranked(
                        prompts.get(at), judged.get(at).reward(), judged.get(at).shift(), inputs))
                .toList();
    }

    /** At random, but the labels in turn. */
    private static List<TaskInput> interleaved(List<TaskInput> inputs, Random random) {
        var shuffled = new ArrayList<>(inputs);
        Collections.shuffle(shuffled, random);
        Map<String, List<TaskInput>> byLabel = new LinkedHashMap<>();
        shuffled.forEach(input -> byLabel.computeIfAbsent(String.valueOf(input.reference()), label -> new ArrayList<>())
                .add(input));
        Map<TaskInput, Double> places = new HashMap<>();
        byLabel.values().forEach(alike -> {
            for (int at = 0; at < alike.size(); at++) {
                places.put(alike.get(at), (at + 0.5) / alike.size());
            }
        });
        shuffled.sort(Comparator.comparing(places::get));
        return shuffled;
    }
}
