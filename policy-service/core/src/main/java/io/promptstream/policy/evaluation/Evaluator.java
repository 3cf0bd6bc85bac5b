package io.promptstream.policy.evaluation;

import java.util.List;
import java.util.Optional;

/**
 * Estimates what targets would have earned on the queries of logged rounds, in one pass over these. What is kept grows by
 * five numbers a round and target, besides the sums of the reward model, which are bounded.
 *
 * <p>The reward model of the doubly robust estimate is fitted to the rounds before the one that it is used for: when the
 * logging policy learns, later propensities depend on earlier rewards, and only a model of the past keeps each round's
 * score unbiased given the past.
 */
public final class Evaluator {
    /** Rounds that only the reward model sees; it is refitted whenever their number has doubled. */
    private static final int WARM_UP = 8;

    private final List<TargetScores> targets;
    private final RewardModel model = new RewardModel();
    private final Series logging = new Series();
    private long rounds;
    private long nextFit = WARM_UP;

    public Evaluator(List<Target> targets) {
        this.targets = targets.stream().map(TargetScores::new).toList();
    }

    /** Takes the next round of the log. */
    public void add(LoggedRound round) {
        targets.forEach(target -> target.add(round, model));
        if (!round.drawn().isEmpty()) {
            logging.add(round.meanDrawnReward());
        }
        model.observe(round);
        rounds++;
        if (rounds == nextFit) {
            nextFit *= 2;
            model.refit();
            targets.forEach(target -> target.refitted(model));
        }
    }

    /** Rounds so far. */
    public long rounds() {
        return rounds;
    }

    /**
     * What the rounds say of each target.
     *
     * @param truncated rounds whose drawn prompts are missing for {@link LeftOut#TRUNCATED}, which a refusal then names
     */
    public List<Evaluation> finish(long truncated) {
        Optional<Estimate> drawn = logging.size() < 2 ? Optional.empty() : Optional.of(Intervals.ofMean(logging));
        return targets.stream()
                .map(target -> target.evaluate(rounds, truncated, drawn))
                .toList();
    }
}
