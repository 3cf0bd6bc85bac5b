package io.promptstream.benchmark.rivals;

import io.promptstream.local.input.TaskInput;
import java.util.ArrayList;
import java.util.List;

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
        if (served.isEmpty() || !served.getLast().is(prompt, shift)) {
            served.add(new Served(model.calls(), prompt, embedding, shift));
        }
    }

    /** One for each time that another prompt was served. */
    List<Point> measured(List<TaskInput> inputs) {
        return served.stream()
                .map(now -> Point.of(
                        now.calls(),
                        now.prompt(),
                        problem.scores().measure(problem.task(), now.prompt(), now.embedding(), now.shift(), inputs)))
                .toList();
    }

    /** What is served after so many calls; the text of a soft prompt names its step. */
    private record Served(long calls, String prompt, List<Float> embedding, List<Float> shift) {
        boolean is(String other, List<Float> otherShift) {
            return prompt.equals(other) && shift.equals(otherShift);
        }
    }
}
