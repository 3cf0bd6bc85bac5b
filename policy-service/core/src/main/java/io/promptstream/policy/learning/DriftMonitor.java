package io.promptstream.policy.learning;

import io.promptstream.event.DriftState;
import io.promptstream.event.PromptStanding;
import java.io.DataOutput;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Notices that the champion earns lastingly more or less than before: a two-sided cumulative sum (Page, Continuous Inspection
 * Schemes, Biometrika 41, 1954) of the deviations of its mean reward in a round. They are measured by the prompt's own mean and by
 * the variance of the rounds before (self-starting: Hawkins, Journal of Quality Technology 19, 1987): a deviation has Student's
 * distribution, is turned into a normal one, and so the average run length holds from the first rounds that count on. Deviations
 * count up to three, so that a single round, however odd, is no change. With another champion the sums go on, by that one's mean:
 * it became champion by luck too, so at first it may earn less than that by another allowance.
 *
 * <p>Belongs to one thread.
 */
final class DriftMonitor {
    private static final double LARGEST_DEVIATION = 3;
    /** Until then calibration and first champions change what is earned, and the variance is a guess. */
    private static final long FEWEST_ROUNDS = 64;
    /** Rounds over which the variance is averaged; the first ones count equally. */
    private static final long MEMORY = 256;

    private final double allowance;
    private final double threshold;
    private long detections;
    private OptionalLong lastVersion = OptionalLong.empty();
    private long rounds;
    private double variance;
    private double above;
    private double below;
    /** Of the champion when it became it. */
    private long trialQueries;

    DriftMonitor(DriftSettings settings) {
        this.allowance = settings.allowance();
        this.threshold = settings.threshold();
    }

    static DriftMonitor of(DriftSettings settings, DriftState state) {
        DriftMonitor monitor = new DriftMonitor(settings);
        monitor.detections = state.getDetections();
        monitor.lastVersion = state.getLastVersion().map(OptionalLong::of).orElseGet(OptionalLong::empty);
        monitor.rounds = state.getRounds();
        monitor.variance = state.getVariance();
        monitor.above = state.getAbove();
        monitor.below = state.getBelow();
        monitor.trialQueries = state.getTrialQueries();
        return monitor;
    }

    DriftState event() {
        return new DriftState(
                detections,
                lastVersion.isPresent() ? lastVersion.getAsLong() : null,
                rounds,
                variance,
                above,
                below,
                trialQueries);
    }

    /** Everything that is known, in an order and form that no schema can change. */
    void write(DataOutput out) throws IOException {
        out.writeLong(detections);
        out.writeLong(lastVersion.orElse(-1));
        out.writeLong(rounds);
        out.writeDouble(variance);
        out.writeDouble(above);
        out.writeDouble(below);
        out.writeLong(trialQueries);
    }

    /**
     * Takes in what the champion earned in a round.
     *
     * @param before what is known of it from other rounds
     * @param reward mean over the round's queries
     * @param queries how many these are, at least one
     * @param version that came of the round
     * @return whether rewards have changed; then nothing is known of them any more
     */
    boolean notices(PromptStanding before, double reward, long queries, long version) {
        if (before.getQueries() == 0) {
            return false;
        }
        double difference = reward - before.getMeanReward();
        double error = 1.0 / (double) queries + 1.0 / (double) before.getQueries();
        if (rounds >= FEWEST_ROUNDS) {
            double deviation = deviation(difference, error);
            above = Math.max(0, above + deviation - allowance);
            double luck = before.getQueries() < 2 * trialQueries ? allowance : 0;
            below = Math.max(0, below - deviation - allowance - luck);
        }
        if (Math.max(above, below) > threshold) {
            restart();
            detections++;
            lastVersion = OptionalLong.of(version);
            return true;
        }
        rounds = Math.min(rounds + 1, MEMORY);
        variance += (difference * difference / error - variance) / (double) rounds;
        return false;
    }

    /** In standard deviations of a normal distribution. */
    private double deviation(double difference, double error) {
        // Not divided where both may be 0: rewards may be the same in all rounds.
        double t = difference == 0 ? 0 : difference / Math.sqrt(variance * error);
        double normal = Math.copySign(normal(Math.abs(t), (double) rounds), t);
        return Math.clamp(normal, -LARGEST_DEVIATION, LARGEST_DEVIATION);
    }

    /** The normal quantile of the same probability, nearly (Wallace, Annals of Mathematical Statistics 30, 1959). */
    private static double normal(double t, double degrees) {
        return (8 * degrees + 1) / (8 * degrees + 3) * Math.sqrt(degrees * StrictMath.log1p(t * t / degrees));
    }

    /** Another prompt is the champion, after so many queries. */
    void follow(long queries) {
        trialQueries = queries;
    }

    /** Forgets what rewards were like, not which changes were noticed. */
    void restart() {
        rounds = 0;
        variance = 0;
        above = 0;
        below = 0;
        trialQueries = 0;
    }
}
