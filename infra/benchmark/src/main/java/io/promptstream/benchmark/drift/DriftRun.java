package io.promptstream.benchmark.drift;

import io.promptstream.benchmark.learning.LearningRun;
import io.promptstream.benchmark.learning.ScoreTable;
import io.promptstream.benchmark.learning.TaskSettings;
import io.promptstream.benchmark.rivals.Places;
import io.promptstream.event.DriftState;
import io.promptstream.event.Task;
import io.promptstream.local.evaluation.CoreTrials;
import io.promptstream.local.task.TaskFile;
import io.promptstream.policy.learning.Leaderboard;
import io.promptstream.policy.learning.Policies;
import io.promptstream.task.local.LoadedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** A policy that learns on a stream which changes half-way, through the cores of the services. */
final class DriftRun {
    private static final long CALLS_BETWEEN_LOOKS = 500;

    private final Change change;
    private final Places places;
    private final Policies policies;

    DriftRun(Change change, Places places, Policies policies) {
        this.change = change;
        this.places = places;
        this.policies = policies;
    }

    /**
     * Learns for a number of calls, changes the stream, and learns for as many again.
     *
     * @param settings of the task, in place of those in its file
     */
    Result run(TaskSettings settings, long seed, long calls) {
        var task = settings.of(TaskFile.read(path(change.task())).withSeed(seed));
        try (var model = LoadedModel.load(path(change.model()));
                var trials = new CoreTrials(task, model)) {
            var scores = new ScoreTable(trials);
            var before = change.before().trainInputs(task, places, seed);
            var after = change.after().trainInputs(task, places, seed);
            var run = new LearningRun(task, policies, scores, before, seed);
            var first = phase(run, task, scores, change.before(), calls);
            run.stream(after);
            var again = phase(run, task, scores, change.after(), calls);
            var other = new LearningRun(task, policies, scores, after, seed);
            var fresh = phase(other, task, scores, change.after(), calls);
            return new Result(first, again, fresh);
        }
    }

    /**
     * What came of it.
     *
     * @param first before the change
     * @param again after it
     * @param fresh of a policy that begins with what is streamed after the change
     */
    record Result(Phase first, Phase again, Phase fresh) {}

    /**
     * A part of a stream; calls are counted from its beginning.
     *
     * @param reached calls until the accuracy was reached that the stream asks for; empty: it never was
     * @param noticed calls until the test for drift noticed a change; empty: it did not
     * @param drifts how often it did
     * @param accuracies of what was served, at every look
     */
    record Phase(OptionalLong reached, OptionalLong noticed, long drifts, List<Double> accuracies) {
        Phase {
            accuracies = List.copyOf(accuracies);
        }

        double last() {
            return accuracies.getLast();
        }
    }

    private Phase phase(LearningRun run, Task task, ScoreTable scores, Change.Stream stream, long calls) {
        var test = stream.testInputs(task, places);
        long from = run.calls();
        long before = drifts(run);
        var reached = OptionalLong.empty();
        var noticed = OptionalLong.empty();
        var accuracies = new ArrayList<Double>();
        while (run.calls() - from < calls) {
            run.advance(run.calls() + CALLS_BETWEEN_LOOKS);
            long made = run.calls() - from;
            var served = Leaderboard.served(run.snapshot()).getText();
            double accuracy = Objects.requireNonNull(
                    scores.measure(task, served, run.servedShift(), test).accuracy());
            accuracies.add(accuracy);
            if (reached.isEmpty() && accuracy >= stream.accuracy()) {
                reached = OptionalLong.of(made);
            }
            if (noticed.isEmpty() && drifts(run) > before) {
                noticed = OptionalLong.of(made);
            }
        }
        return new Phase(reached, noticed, drifts(run) - before, accuracies);
    }

    private static long drifts(LearningRun run) {
        return run.snapshot().getDrift().map(DriftState::getDetections).orElse(0L);
    }

    private Path path(String written) {
        return Objects.requireNonNull(places.of(written));
    }
}
