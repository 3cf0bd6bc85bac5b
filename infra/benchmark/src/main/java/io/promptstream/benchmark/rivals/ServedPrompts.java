package io.promptstream.benchmark.rivals;

import io.promptstream.benchmark.learning.ScoreTable;
import io.promptstream.local.evaluation.Measures;
import io.promptstream.local.input.TaskInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Remembers which prompts a method would have served, and measures them when it has ended. */
final class ServedPrompts implements Method.Best {
    private final Problem problem;
    private final CountedModel model;
    private final List<Served> served = new ArrayList<>();

    ServedPrompts(Problem problem, CountedModel model) {
        this.problem = problem;
        this.model = model;
    }

    @Override
    public void is(String prompt, List<Float> shift) {
        is(prompt, List.of(), shift);
    }

    @Override
    public void is(String prompt, List<Float> embedding, List<Float> shift) {
        ScoreTable scores = problem.scores();
        note(new Calibrated(prompt, shift), inputs -> scores.measure(problem.task(), prompt, embedding, shift, inputs));
    }

    @Override
    public void is(SoftPrompt prompt) {
        var trials = new SoftTrials(problem.task(), problem.openBox());
        note(prompt, inputs -> trials.measure(prompt, inputs));
    }

    private void note(Object prompt, Function<List<TaskInput>, Measures> measure) {
        if (served.isEmpty() || !served.getLast().prompt().equals(prompt)) {
            served.add(new Served(model.calls(), prompt, measure));
        }
    }

    /** One for each time that another prompt was served. */
    List<Point> measured(List<TaskInput> inputs) {
        return served.stream()
                .map(prompt -> Point.of(
                        prompt.calls(),
                        prompt.prompt().toString(),
                        prompt.measure().apply(inputs)))
                .toList();
    }

    /**
     * A prompt.
     *
     * @param calls after which it is served
     * @param prompt text or soft
     */
    private record Served(long calls, Object prompt, Function<List<TaskInput>, Measures> measure) {}

    private record Calibrated(String text, List<Float> shift) {
        @Override
        public String toString() {
            return text;
        }
    }
}
