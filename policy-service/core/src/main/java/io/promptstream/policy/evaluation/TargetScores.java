package io.promptstream.policy.evaluation;

import io.promptstream.policy.learning.WrittenPrompt;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What rounds say of one target: a few numbers for each round. */
final class TargetScores {
    private final Target target;
    private final List<WrittenPrompt> prompts;
    /** Mean importance weight of the round's prompts. */
    private final Series weights = new Series();
    /** Mean of weight times reward. */
    private final Series weighted = new Series();
    /** What the model predicts for the target, and mean of weight times what it was wrong by. */
    private final Series robust = new Series();
    /** Weights of the same rounds. */
    private final Series robustWeights = new Series();
    /** Reward of the target's only prompt in rounds that tried it on purpose. */
    private final Series tried = new Series();

    private boolean modelled;
    private double prediction;
    private double predictionError;
    private double predictionErrors;

    TargetScores(Target target) {
        this.target = target;
        this.prompts = target.prompts();
    }

    void add(LoggedRound round, RewardModel model) {
        if (!round.drawn().isEmpty()) {
            addDrawn(round.drawn(), model);
        }
        round.chosen().stream()
                .filter(chosen -> target.isAlways(chosen.prompt()))
                .mapToDouble(LoggedPrompt::reward)
                .average()
                .ifPresent(tried::add);
    }

    private void addDrawn(List<LoggedPrompt> drawn, RewardModel model) {
        double[] logProbabilities =
                target.logProbabilities(drawn.stream().map(LoggedPrompt::prompt).toList());
        double weight = 0;
        double score = 0;
        double surprise = 0;
        for (int n = 0; n < logProbabilities.length; n++) {
            LoggedPrompt logged = drawn.get(n);
            double share = StrictMath.exp(logProbabilities[n] - logged.logPropensity()) / logProbabilities.length;
            if (share > 0) {
                weight += share;
                score += share * logged.reward();
                surprise += share * (logged.reward() - model.predict(logged.prompt()));
            }
        }
        weights.add(weight);
        weighted.add(score);
        if (modelled) {
            robust.add(prediction + surprise);
            robustWeights.add(weight);
            predictionErrors += predictionError;
        }
    }

    /** Takes note of new predictions, for the rounds that come. */
    void refitted(RewardModel model) {
        Series predictions = new Series();
        prompts.stream().mapToDouble(model::predict).forEach(predictions::add);
        modelled = true;
        prediction = predictions.mean();
        predictionError = target.exact() ? 0 : Intervals.ofMean(predictions).standardError();
    }

    Evaluation evaluate(long rounds, long truncated, Optional<Estimate> logging) {
        Map<Estimator, Estimate> estimates = new EnumMap<>(Estimator.class);
        List<Refusal> refusals = new ArrayList<>();
        boolean direct = tried.size() >= Refusals.FEWEST_EFFECTIVE_ROUNDS;
        for (Estimator estimator : Estimator.values()) {
            Series used = estimator == Estimator.DR ? robustWeights : weights;
            if (direct) {
                estimates.put(estimator, Intervals.ofMean(tried));
            } else {
                Refusals.check(estimator, used, rounds, truncated, tried.size())
                        .ifPresentOrElse(refusals::add, () -> estimates.put(estimator, fromDrawn(estimator)));
            }
        }
        return new Evaluation(
                direct ? Evaluation.Basis.TRIED : Evaluation.Basis.DRAWN,
                estimates,
                refusals,
                logging,
                weights.size(),
                tried.size(),
                weights.size() == 0 ? 0 : weights.mean());
    }

    private Estimate fromDrawn(Estimator estimator) {
        return switch (estimator) {
            case IPS -> Intervals.ofMean(weighted, weights, 0);
            case SNIPS -> Intervals.ofRatio(weighted, weights);
            case DR -> Intervals.ofMean(robust, robustWeights, predictionErrors / robust.size());
        };
    }
}
