package io.promptstream.benchmark.rivals;

import io.promptstream.benchmark.learning.LearningRun;
import io.promptstream.benchmark.learning.TaskSettings;
import io.promptstream.policy.learning.Leaderboard;
import io.promptstream.policy.learning.Policies;
import java.util.ArrayList;
import java.util.List;

/**
 * A policy as the running system learns it, through the cores of its services.
 *
 * @param settings of the task, in place of those in its file
 * @param selected whether the policy's own prompt is looked at on dev again and again, and the best is taken, as RLPrompt does;
 *     else all references are streamed, and the champion's test decides
 */
record OnlinePolicy(String name, TaskSettings settings, boolean selected) implements Method {
    private static final int LOOKS = 10;

    @Override
    public void search(Problem problem, CountedModel model, Best best, long seed) {
        best.is("");
        var task = settings.of(problem.file().withSeed(seed));
        var run = new LearningRun(
                task,
                problem.task().getReward(),
                new Policies(problem.languageOf(task.getPolicy().getKind())),
                problem.scores(),
                selected ? problem.train() : problem.stream(),
                seed);
        var selection = new Selection(problem, model);
        List<String> looked = new ArrayList<>();
        long step = (model.budget() - (selected ? Selection.calls(problem, LOOKS) : 0)) / LOOKS;
        // A round is learned whole, however few calls are left.
        long round = run.callsOfRound();
        for (int look = 1; look <= LOOKS; look++) {
            long before = run.calls();
            double earned = run.rewards();
            run.advance(Math.max(before, look * step - round));
            model.count(run.calls() - before, run.rewards() - earned);
            if (selected) {
                looked.add(run.snapshot().getGreedyPrompt().getText());
                best.is(selection.best(looked));
            } else {
                var served = Leaderboard.served(run.snapshot());
                best.is(served.getText(), run.snapshot().getEmbedding(), run.servedShift());
            }
        }
    }
}
