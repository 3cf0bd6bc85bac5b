package io.promptstream.benchmark.rivals;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;

/**
 * Words in a row, drawn at random: as many as the calls are enough for, by successive halving on the inputs to search on, and
 * of the last eight the best on dev.
 *
 * @param longest a prompt has one word to so many
 */
record RandomPhrases(String name, int longest) implements Method {
    /** Inputs that every prompt is tried on. */
    private static final int FIRST_INPUTS = 4;

    private static final int SELECTED_FROM = 8;

    @Override
    public void search(Problem problem, CountedModel model, Best best, long seed) {
        best.is("");
        long calls = model.left() - Selection.calls(problem, SELECTED_FROM);
        var halving = new Halving(model, problem.train(), seed);
        int count = halving.affordable(calls, FIRST_INPUTS, SELECTED_FROM);
        if (halving.calls(count, FIRST_INPUTS, SELECTED_FROM) > calls) {
            return;
        }
        var last = halving.best(prompts(problem, count, seed), FIRST_INPUTS, SELECTED_FROM);
        best.is(last.getFirst().prompt(), last.getFirst().shift());
        new Selection(problem, model)
                .serve(last.stream().map(Halving.Ranked::prompt).toList(), best);
    }

    private List<String> prompts(Problem problem, int count, long seed) {
        var vocabulary = new Vocabulary(problem, seed);
        if (longest == 1) {
            return vocabulary.draw(count);
        }
        var lengths = new Random(seed);
        var prompts = new LinkedHashSet<String>();
        for (int drawn = 0; drawn < count; drawn++) {
            prompts.add(vocabulary.phrase(1 + lengths.nextInt(longest)));
        }
        return List.copyOf(prompts);
    }
}
