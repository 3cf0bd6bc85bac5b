package io.promptstream.benchmark.calibration;

import io.promptstream.policy.evaluation.Evaluation;
import io.promptstream.policy.evaluation.Evaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A policy that logs, and a length of the log. */
record Scenario(Logging logging, int rounds) {

    /** Who draws the prompts of the log. */
    enum Logging {
        /** Every prompt is equally likely. */
        UNIFORM,
        /** Good prompts are likelier. */
        PEAKED,
        /** Begins as {@link #UNIFORM} and learns from every round. */
        LEARNING
    }

    /** An evaluation with the truth. */
    record Outcome(Evaluation evaluation, double truth) {}

    private static final double PEAK = 0.05;

    /** Simulates one log and evaluates every target on it; in the order of {@link Aim}. */
    List<Outcome> replicate(Bandit bandit, long seed) {
        Random random = new Random(seed);
        List<Aim.Known> targets =
                Arrays.stream(Aim.values()).map(aim -> aim.in(bandit, random)).toList();
        SimulatedPolicy start = SimulatedPolicy.tilted(bandit, logging == Logging.PEAKED ? PEAK : 0);
        Logger logger = new Logger(bandit, start, logging == Logging.LEARNING, random);
        Evaluator evaluator =
                new Evaluator(targets.stream().map(Aim.Known::target).toList());
        for (int round = 0; round < rounds; round++) {
            evaluator.add(logger.next());
        }
        List<Evaluation> evaluations = evaluator.finish(0);
        List<Outcome> outcomes = new ArrayList<>();
        for (int n = 0; n < targets.size(); n++) {
            outcomes.add(new Outcome(evaluations.get(n), targets.get(n).truth()));
        }
        return outcomes;
    }
}
