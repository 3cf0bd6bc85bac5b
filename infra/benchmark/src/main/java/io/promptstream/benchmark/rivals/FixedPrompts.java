package io.promptstream.benchmark.rivals;

import java.util.List;

/** Prompts that are there before anything was asked: none at all, or those that people wrote, of which the best on dev. */
record FixedPrompts(String name, boolean handWritten) implements Method {
    @Override
    public void search(Problem problem, CountedModel model, Best best, long seed) {
        best.is("");
        if (handWritten && !problem.task().getHandWrittenPrompts().isEmpty()) {
            best.is(new Selection(problem, model)
                    .best(List.copyOf(problem.task().getHandWrittenPrompts())));
        }
    }
}
