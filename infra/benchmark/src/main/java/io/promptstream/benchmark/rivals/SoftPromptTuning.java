package io.promptstream.benchmark.rivals;

import io.promptstream.languagemodel.tokenizer.Tokens;
import io.promptstream.local.evaluation.Measures;
import io.promptstream.local.input.TaskInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Prompt tuning (Lester et al. 2021, arXiv 2104.08691): Adam on the cross-entropy of the labels, over the embeddings of a prompt that
 * begins as words drawn at random. Each of some learning rates has a tenth of the calls; the one that is best on dev goes on with
 * the rest. Of all prompts that were measured on dev the best is served.
 *
 * @param length rows of the prompt
 */
record SoftPromptTuning(String name, int length) implements Method {
    private static final double[] RATES = {0.003, 0.01, 0.03, 0.1};
    private static final int PARTS = 10;
    private static final int BATCH = 16;
    /** How often the rate that goes on is measured on dev. */
    private static final int LOOKS = 20;

    @Override
    public void search(Problem problem, CountedModel model, Best best, long seed) {
        best.is("");
        new Search(problem, model, best, seed).run(start(problem, seed));
    }

    private float[][] start(Problem problem, long seed) {
        var vocabulary = new Vocabulary(problem, seed);
        var tokens = Tokens.empty();
        while (tokens.size() < length) {
            tokens = tokens.concat(problem.openBox().tokens(vocabulary.phrase(1)));
        }
        return problem.openBox().embeddings(tokens.slice(0, length));
    }

    private static final class Search {
        private final Problem problem;
        private final CountedModel model;
        private final Best best;
        private final OpenModel open;
        private final Random random;
        private final int batch;
        private @Nullable Measures highest;

        Search(Problem problem, CountedModel model, Best best, long seed) {
            this.problem = problem;
            this.model = model;
            this.best = best;
            this.open = new OpenModel(problem, model);
            this.random = new Random(seed);
            this.batch = Math.min(BATCH, problem.train().size());
        }

        void run(float[][] start) {
            Measures leading = null;
            SoftPromptAdam leader = null;
            for (double rate : RATES) {
                var tuned = new SoftPromptAdam(start, rate);
                var measures = advanced(tuned, model.budget() / PARTS);
                if (measures != null && (leading == null || Selection.BETTER.compare(measures, leading) > 0)) {
                    leading = measures;
                    leader = tuned;
                }
            }
            long share = Math.max(
                    model.left() / LOOKS, OpenModel.calls(batch) + problem.dev().size());
            while (leader != null && advanced(leader, share) != null) {
                // Until the calls are used up.
            }
        }

        /** Measures on dev after as many steps as the calls are enough for; null where they are not enough for one. */
        private @Nullable Measures advanced(SoftPromptAdam tuned, long calls) {
            long steps = (Math.min(calls, model.left()) - problem.dev().size()) / OpenModel.calls(batch);
            if (steps < 1) {
                return null;
            }
            for (long step = 0; step < steps; step++) {
                tuned.step(open.gradient(tuned.prompt(), drawn()).gradient());
            }
            var prompt = new SoftPrompt(tuned.prompt());
            var measures = open.measure(prompt, problem.dev());
            if (highest == null || Selection.BETTER.compare(measures, highest) > 0) {
                highest = measures;
                best.is(prompt);
            }
            return measures;
        }

        private List<TaskInput> drawn() {
            var shuffled = new ArrayList<>(problem.train());
            Collections.shuffle(shuffled, random);
            return shuffled.subList(0, batch);
        }
    }
}
