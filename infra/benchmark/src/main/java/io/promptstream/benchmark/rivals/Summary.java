package io.promptstream.benchmark.rivals;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.promptstream.benchmark.figure.Figure;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What methods have reached on tasks.
 *
 * @param calls that each might make
 * @param tasks in the order of the suite
 * @param methods in the order of the command
 * @param results of every method that was run on a task
 */
record Summary(long calls, List<String> tasks, List<String> methods, List<Result> results) {

    /**
     * A figure over the seeds.
     *
     * @param standardError of the mean; null for one seed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Spread(double mean, @Nullable Double standardError, double lowest, double highest) {

        private static @Nullable Spread of(List<Run> runs, Function<Run, @Nullable Double> figure) {
            var values = runs.stream().map(figure).filter(Objects::nonNull).toList();
            if (values.size() < runs.size()) {
                return null;
            }
            var sorted = values.stream().sorted().toList();
            var mean = Figure.of(values);
            return new Spread(
                    mean.mean(), values.size() < 2 ? null : mean.error(), sorted.getFirst(), sorted.getLast());
        }

        Figure figure() {
            return new Figure(mean, Objects.requireNonNullElse(standardError, Double.NaN));
        }
    }

    /**
     * A method on a task, all seeds together. Measured on inputs that it has never seen, but for what it earned while it
     * searched.
     *
     * @param score accuracy, or reward where there is none
     * @param worstClass accuracy of the class that is answered worst; null without classes
     * @param confidence mean probability of the answers
     * @param calibrationError how far confidence and accuracy are apart
     * @param rewardWhileSearching mean of all calls
     * @param callsMade by the seed that made most
     * @param prompts that are served in the end, a seed each
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(
            String task,
            String method,
            List<Long> seeds,
            Spread score,
            @Nullable Spread worstClass,
            @Nullable Spread confidence,
            @Nullable Spread calibrationError,
            @Nullable Spread reward,
            @Nullable Spread rewardWhileSearching,
            long callsMade,
            List<String> prompts) {

        private static Result of(String task, String method, List<Run> runs) {
            return new Result(
                    task,
                    method,
                    runs.stream().map(Run::seed).toList(),
                    Objects.requireNonNull(Spread.of(runs, Run::score)),
                    Spread.of(runs, run -> run.last().worstClass()),
                    Spread.of(runs, run -> run.last().confidence()),
                    Spread.of(runs, run -> run.last().calibrationError()),
                    Spread.of(runs, run -> run.last().reward()),
                    Spread.of(runs, Run::meanReward),
                    runs.stream().mapToLong(Run::calls).max().orElseThrow(),
                    runs.stream().map(run -> run.last().prompt()).toList());
        }
    }

    static Summary of(long calls, List<String> tasks, List<String> methods, List<Run> runs) {
        var results = tasks.stream()
                .flatMap(task -> methods.stream().flatMap(method -> result(task, method, runs)))
                .toList();
        return new Summary(calls, tasks, methods, results);
    }

    private static Stream<Result> result(String task, String method, List<Run> runs) {
        var of = runs.stream()
                .filter(run -> run.task().equals(task) && run.method().equals(method))
                .toList();
        return of.isEmpty() ? Stream.empty() : Stream.of(Result.of(task, method, of));
    }

    /** A figure of a method on a task; null where it was not run, or has none. */
    @Nullable Spread spread(String task, String method, Function<Result, @Nullable Spread> figure) {
        return results.stream()
                .filter(result -> result.task().equals(task) && result.method().equals(method))
                .findAny()
                .map(figure)
                .orElse(null);
    }
}
