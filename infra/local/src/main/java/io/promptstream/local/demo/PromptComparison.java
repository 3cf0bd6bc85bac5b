package io.promptstream.local.demo;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Task;
import io.promptstream.local.demo.DemoReport.MeasuredPrompt;
import io.promptstream.local.display.ProgressBar;
import io.promptstream.local.display.Screen;
import io.promptstream.local.model.LabelledInput;
import io.promptstream.local.model.PromptScorer;
import io.promptstream.local.model.RandomPrompts;
import io.promptstream.policy.learning.Leaderboard;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Scores the prompts of a finished demonstration on inputs that were never streamed.
 *
 * @param scorer runs the task's model
 * @param random draws prompts from what the policy may write; null where it writes none
 * @param screen shows how far the search among random prompts is
 */
record PromptComparison(PromptScorer scorer, @Nullable RandomPrompts random, Screen screen) {

    private static final long REDRAW_NANOS = 200_000_000;

    /**
     * The prompts, measured on the test inputs.
     *
     * @param learned the prompt that serves the task in the end
     * @param greedy the greedy prompt of the last version
     * @param bestRandom null where there are none
     * @param randomTried how many random prompts were scored on the training inputs to find the best
     */
    record Comparison(
            MeasuredPrompt initial,
            MeasuredPrompt learned,
            MeasuredPrompt greedy,
            List<MeasuredPrompt> handWritten,
            @Nullable MeasuredPrompt bestRandom,
            int randomTried) {}

    /**
     * Measures all prompts.
     *
     * @param calls the budget of the random search: as many calls of the task model as the loop made
     */
    Comparison compare(
            Task task,
            PolicySnapshot snapshot,
            List<LabelledInput> train,
            List<LabelledInput> test,
            long calls,
            long seed) {
        int tried = Math.max(1, Math.toIntExact(calls / train.size()));
        return new Comparison(
                measure(snapshot.getInitialPrompt().getText(), test),
                measure(Leaderboard.served(snapshot).getText(), test),
                measure(snapshot.getGreedyPrompt().getText(), test),
                task.getHandWrittenPrompts().stream()
                        .map(prompt -> measure(prompt, test))
                        .toList(),
                random == null ? null : measure(bestRandom(random, tried, train, seed), test),
                tried);
    }

    private MeasuredPrompt measure(String prompt, List<LabelledInput> test) {
        return new MeasuredPrompt(prompt, scorer.measure(prompt, test));
    }

    private String bestRandom(RandomPrompts random, int tried, List<LabelledInput> train, long seed) {
        var prompts = random.draw(tried, seed);
        long total = (long) tried * train.size();
        var drawn = new AtomicLong();
        var rewards = scorer.meanRewards(prompts, train, done -> {
            long last = drawn.get();
            if (System.nanoTime() - last > REDRAW_NANOS && drawn.compareAndSet(last, System.nanoTime())) {
                screen.draw(List.of("  searching " + tried + " random prompts  " + ProgressBar.of(done, total)));
            }
        });
        screen.draw(List.of());
        int best = 0;
        for (int prompt = 1; prompt < rewards.length; prompt++) {
            best = rewards[prompt] > rewards[best] ? prompt : best;
        }
        return prompts.get(best);
    }
}
