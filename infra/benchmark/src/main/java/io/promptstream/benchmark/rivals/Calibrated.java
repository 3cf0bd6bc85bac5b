package io.promptstream.benchmark.rivals;

/** Another method's search by calibrated answers, and what it finds served so. */
record Calibrated(Method method) implements Method {
    @Override
    public String name() {
        return method.name() + "-calibrated";
    }

    @Override
    public boolean calibrated() {
        return true;
    }

    @Override
    public void search(Problem problem, CountedModel model, Best best, long seed) {
        method.search(problem, model, best, seed);
    }
}
