package io.promptstream.benchmark.rivals;

import io.promptstream.event.Label;
import io.promptstream.languagemodel.tokenizer.Tokens;
import io.promptstream.local.evaluation.CoreTrials.Attempt;
import io.promptstream.local.evaluation.Trial;
import io.promptstream.local.input.TaskInput;
import io.promptstream.task.local.WhiteBox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * AutoPrompt (Shin et al. 2020, arXiv 2010.15980): one place of a prompt of tokens after the other is given the token that lowers
 * the loss most, of those that the gradient promises most of, to first order −gradient · (E[new] − E[current]). Gradient and
 * candidates have a batch each. Tokens that the model would not read back from the prompt's text are left out, as nanoGCG does.
 *
 * @param length tokens of the prompt
 */
record AutoPrompt(String name, int length) implements Method {
    private static final int CANDIDATES = 16;
    private static final int BATCH = 32;

    @Override
    public void search(Problem problem, CountedModel model, Best best, long seed) {
        best.is("");
        new Search(problem, model, seed).run(best);
    }

    private final class Search {
        private final Problem problem;
        private final CountedModel model;
        private final OpenModel open;
        private final WhiteBox box;
        private final Random random;
        private final int[] vocabulary;

        Search(Problem problem, CountedModel model, long seed) {
            this.problem = problem;
            this.model = model;
            this.open = new OpenModel(problem, model);
            this.box = problem.openBox();
            this.random = new Random(seed);
            this.vocabulary = vocabulary(problem);
        }

        void run(Best best) {
            int batch = Math.min(BATCH, problem.train().size());
            long step = OpenModel.calls(batch) + (CANDIDATES + 1L) * batch;
            long selecting = Selection.calls(problem, 1);
            var selection = new Selection(problem, model);
            List<String> seen = new ArrayList<>();
            var trigger = first();
            while (model.left() >= step + selecting) {
                for (int place = 0; place < length && model.left() >= step + selecting; place++) {
                    trigger = improved(trigger, place, batch);
                }
                var prompt = box.text(trigger).orElseThrow();
                if (!seen.contains(prompt)) {
                    seen.add(prompt);
                    best.is(selection.best(seen));
                }
            }
        }

        /** Tokens drawn at random. */
        private Tokens first() {
            var trigger = Tokens.empty();
            while (trigger.size() < length) {
                var longer = trigger.concat(Tokens.of(vocabulary[random.nextInt(vocabulary.length)]));
                trigger = box.text(longer).isPresent() ? longer : trigger;
            }
            return trigger;
        }

        private Tokens improved(Tokens trigger, int place, int batch) {
            var gradient = open.gradient(box.embeddings(trigger), drawn(batch)).gradient()[place];
            List<Tokens> tried = new ArrayList<>(List.of(trigger));
            IntStream.of(vocabulary)
                    .boxed()
                    .sorted(Comparator.comparingDouble(token -> product(gradient, box.embedding(token))))
                    .map(token -> replaced(trigger, place, token))
                    .filter(changed ->
                            !changed.equals(trigger) && box.text(changed).isPresent())
                    .limit(CANDIDATES)
                    .forEach(tried::add);
            var losses = losses(
                    tried.stream().map(tokens -> box.text(tokens).orElseThrow()).toList(), drawn(batch));
            return tried.get(IntStream.range(0, losses.length)
                    .boxed()
                    .min(Comparator.comparingDouble(at -> losses[at]))
                    .orElseThrow());
        }

        private List<TaskInput> drawn(int count) {
            var shuffled = new ArrayList<>(problem.train());
            Collections.shuffle(shuffled, random);
            return shuffled.subList(0, count);
        }

        /** Sums of cross-entropies over the inputs. */
        private double[] losses(List<String> prompts, List<TaskInput> inputs) {
            // Input by input: its prompts are scored together.
            var attempts = inputs.stream()
                    .flatMap(input -> prompts.stream().map(prompt -> new Attempt(input, prompt)))
                    .toList();
            var trials = model.trials(attempts);
            var losses = new double[prompts.size()];
            for (int at = 0; at < trials.size(); at++) {
                losses[at % losses.length] += loss(trials.get(at));
            }
            return losses;
        }
    }

    /** Of the right label among the labels; without an answer infinite. */
    private static double loss(Trial trial) {
        if (trial.logits().isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        double right = trial.logits().get(trial.label());
        return Math.log(trial.logits().stream()
                .mapToDouble(logit -> Math.exp(logit - right))
                .sum());
    }

    private static double product(float[] gradient, float[] embedding) {
        double sum = 0;
        for (int i = 0; i < gradient.length; i++) {
            sum += (double) gradient[i] * embedding[i];
        }
        return sum;
    }

    private static Tokens replaced(Tokens tokens, int place, int token) {
        return tokens.slice(0, place).concat(Tokens.of(token)).concat(tokens.slice(place + 1, tokens.size()));
    }

    /** Tokens of printable ASCII, without those that the task's answers are made of. */
    private static int[] vocabulary(Problem problem) {
        Set<String> answers = problem.task().getLabels().stream()
                .map(Label::getVerbalizer)
                .map(verbalizer -> verbalizer.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        var box = problem.openBox();
        return IntStream.range(0, box.vocabularySize())
                .filter(token -> {
                    var text = box.text(token);
                    return text.matches(" ?[!-~]+")
                            && !box.specialTokens().containsKey(text)
                            && !answers.contains(text.strip().toLowerCase(Locale.ROOT));
                })
                .toArray();
    }
}
