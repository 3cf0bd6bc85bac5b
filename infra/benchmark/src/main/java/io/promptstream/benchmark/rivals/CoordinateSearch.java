package io.promptstream.benchmark.rivals;

import java.util.ArrayList;
import java.util.List;

/**
 * One place of the prompt after the other is given the word that earns most, by successive halving of words drawn at random
 * beside the one that stands there; first with one place more each time, then over all places again.
 */
record CoordinateSearch(String name) implements Method {
    private static final int LONGEST = 5;
    private static final int PASSES = 3;
    private static final int MOST_TRIED = 64;
    private static final int FEWEST_INPUTS = 2;
    private static final int SELECTED_FROM = 8;

    @Override
    public void search(Problem problem, CountedModel model, Best best, long seed) {
        best.is("");
        var vocabulary = new Vocabulary(problem, seed);
        int steps = PASSES * LONGEST;
        long calls = model.left() - Selection.calls(problem, SELECTED_FROM);
        var finalists = new ArrayList<String>();
        List<String> prompt = List.of();
        for (int step = 0; step < steps; step++) {
            int place = step % LONGEST;
            var halving = new Halving(model, problem.train(), seed + step);
            var tried = new ArrayList<String>();
            tried.add(String.join(" ", prompt));
            int count = Math.min(MOST_TRIED, halving.affordable(calls / steps, FEWEST_INPUTS, 1));
            for (var word : vocabulary.draw(count - 1)) {
                tried.add(String.join(" ", replaced(prompt, place, word)));
            }
            int first = halving.first(tried.size(), calls / steps, 1);
            if (first == 0) {
                break;
            }
            var ranked = halving.best(tried, first, 1).getFirst();
            var winner = ranked.prompt();
            prompt = winner.isEmpty() ? List.of() : List.of(winner.split(" "));
            finalists.remove(winner);
            finalists.addFirst(winner);
            best.is(winner, ranked.shift());
        }
        if (!finalists.isEmpty()) {
            new Selection(problem, model).serve(finalists.subList(0, Math.min(SELECTED_FROM, finalists.size())), best);
        }
    }

    private static List<String> replaced(List<String> prompt, int place, String word) {
        var changed = new ArrayList<>(prompt);
        if (place < changed.size()) {
            changed.set(place, word);
        } else {
            changed.add(word);
        }
        return changed;
    }
}
