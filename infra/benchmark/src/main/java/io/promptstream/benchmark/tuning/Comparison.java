package io.promptstream.benchmark.tuning;

import io.promptstream.benchmark.figure.Sample;
import io.promptstream.benchmark.learning.InputSplit;
import io.promptstream.benchmark.learning.LearningRun;
import io.promptstream.benchmark.learning.ScoreTable;
import io.promptstream.event.Task;
import io.promptstream.local.model.RandomPrompts;
import io.promptstream.policy.learning.Leaderboard;
import io.promptstream.policy.learning.Policies;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of learning beside a random search with the same calls, both by the task's reward.
 *
 * @param seed of the order of the queries and of the random prompts
 */
record Comparison(Task task, long seed, InputSplit split, ScoreTable scores) {

    /**
     * Learns and searches.
     *
     * @param calls calls of the task model after which to measure, ascending
     * @param ceiling whether to look for the highest accuracy among the random prompts
     */
    List<Outcome> measure(List<Long> calls, Policies policies, RandomPrompts random, boolean ceiling) {
        int affordable =
                RandomSearch.affordable(calls.getLast(), split.learning().size());
        var search = new RandomSearch(task, random.draw(affordable, seed), split.learning(), scores);
        double highest = ceiling ? search.ceiling(split.validation()) : Double.NaN;
        var handWritten = task.getHandWrittenPrompts().stream()
                .map(prompt -> measured(prompt).accuracy())
                .toList();
        var run = new LearningRun(task, policies, scores, split.learning(), seed);
        var outcomes = new ArrayList<Outcome>();
        for (long wanted : calls) {
            run.advance(wanted);
            var snapshot = run.snapshot();
            outcomes.add(new Outcome(
                    seed,
                    wanted,
                    snapshot.getVersion(),
                    measured(Leaderboard.served(snapshot).getText()),
                    measured(snapshot.getGreedyPrompt().getText()),
                    measured(search.best(wanted)),
                    measured(snapshot.getInitialPrompt().getText()),
                    handWritten.isEmpty() ? Double.NaN : new Sample(handWritten).median(),
                    highest));
        }
        return outcomes;
    }

    private Outcome.Measured measured(String prompt) {
        return new Outcome.Measured(prompt, scores.measure(task, prompt, split.validation()));
    }
}
