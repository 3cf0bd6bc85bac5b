package io.promptstream.benchmark.rivals;

/** Prompts that are there before anything was asked: none at all, or those that people wrote, of which the best on dev. */
record FixedPrompts(String name, boolean handWritten) implements Method {
    @Override
    public void search(Problem problem, CountedModel model, Best best, long seed) {
        best.is("");
        if (handWritten && !problem.task().getHandWrittenPrompts().isEmpty()) {
            new Selection(problem, model).serve(problem.task().getHandWrittenPrompts(), best);
        }
    }
}
