package io.promptstream.benchmark.calibration;

import io.promptstream.policy.evaluation.Evaluation;
import io.promptstream.policy.evaluation.Evaluator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

    /** Simulates one log and evaluates every target on it. */
    Map<Aim, Outcome> replicate(Bandit bandit, long seed) {
        Random random = new Random(seed);
        List<Aim> aims = List.of(Aim.values());
        List<Aim.Known> targets =
                aims.stream().map(aim -> aim.in(bandit, random)).toList();
        SimulatedPolicy start = SimulatedPolicy.tilted(bandit, logging == Logging.PEAKED ? PEAK : 0);
        Logger logger = new Logger(bandit, start, logging == Logging.LEARNING, random);
        Evaluator evaluator =
                new Evaluator(targets.stream().map(Aim.Known::target).toList());
        for (int round = 0; round < rounds; round++) {
            evaluator.add(logger.next());
        }
        List<Evaluation> evaluations = evaluator.finish(0);
        Map<Aim, Outcome> outcomes = new EnumMap<>(Aim.class);
        for (int n = 0; n < targets.size(); n++) {
            outcomes.put(
                    aims.get(n), new Outcome(evaluations.get(n), targets.get(n).truth()));
        }
        return outcomes;
    }
}
