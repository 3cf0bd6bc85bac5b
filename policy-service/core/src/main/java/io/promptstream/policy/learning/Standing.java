package io.promptstream.policy.learning;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptStanding;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * What is known of one prompt. Means over at most {@link #MEMORY} queries are plain; from then on each new query weighs
 * {@code 1 / MEMORY} and older ones fade.
 *
 * <p>The first round of a prompt is no evidence: it was looked at because of its luck there, among many that had less. So
 * comparison starts with the second.
 */
final class Standing {
    static final long MEMORY = 4096;
    /** A lead that is not certain after so many queries is too small to wait for. */
    static final long LONGEST_TRIAL = 1024;
    /** Nor does one become certain by trying it on the same queries more often than this. */
    static final long MOST_REPETITIONS = 4;
    /** With fewer the standard error itself is a guess. */
    private static final long FEWEST_QUERIES = 64;

    private final Prompt prompt;
    private final long firstVersion;
    private long lastVersion;
    private long rounds;
    private long queries;
    private double meanReward;
    private long compared;
    private double meanDifference;
    private double variance;
    private LabelMeans labelScores = new LabelMeans(List.of());

    Standing(Prompt prompt, long version) {
        this.prompt = prompt;
        this.firstVersion = version;
        this.lastVersion = version;
    }

    static Standing of(PromptStanding event) {
        Standing standing = new Standing(event.getPrompt(), event.getFirstVersion());
        standing.lastVersion = event.getLastVersion();
        standing.rounds = event.getRounds();
        standing.queries = event.getQueries();
        standing.meanReward = event.getMeanReward();
        standing.compared = event.getCompared();
        standing.meanDifference = event.getMeanDifference();
        standing.variance = event.getVariance();
        standing.labelScores = new LabelMeans(event.getLabelScores());
        return standing;
    }

    PromptStanding event() {
        return new PromptStanding(
                prompt,
                rounds,
                queries,
                meanReward,
                compared,
                meanDifference,
                variance,
                firstVersion,
                lastVersion,
                labelScores.toList());
    }

    /** Everything that is known, in an order and form that no schema can change. */
    void write(DataOutput out) throws IOException {
        out.writeUTF(StateText.of(prompt.getText()));
        for (int token : prompt.getTokens()) {
            out.writeInt(token);
        }
        out.writeLong(rounds);
        out.writeLong(queries);
        out.writeDouble(meanReward);
        out.writeLong(compared);
        out.writeDouble(meanDifference);
        out.writeDouble(variance);
        out.writeLong(firstVersion);
        out.writeLong(lastVersion);
        labelScores.write(out);
    }

    void beginRound(long version) {
        rounds++;
        lastVersion = version;
        if (rounds == 2) {
            compared = 0;
            meanDifference = 0;
            variance = 0;
        }
    }

    /** Adds the reward of a query. */
    void add(double reward) {
        queries++;
        meanReward += (reward - meanReward) / Math.min(queries, MEMORY);
    }

    /** Adds the labels' mean scores on as many queries as were added last. */
    void addLabelScores(List<Float> scores, int count) {
        if (count == 0) {
            return;
        }
        labelScores.add(LabelMeans.array(scores), count / (double) Math.clamp(queries, count, MEMORY));
    }

    /** Adds the difference to the champion's reward on one query. */
    void compare(double difference) {
        compared++;
        double weight = 1.0 / Math.min(compared, MEMORY);
        double surprise = difference - meanDifference;
        meanDifference += weight * surprise;
        variance = (1 - weight) * (variance + weight * surprise * surprise);
    }

    /** Takes the champion's place; {@code former} gets what was measured between the two, seen from the other side. */
    void succeed(Standing former) {
        former.compared = compared;
        former.variance = variance;
        former.meanDifference = 0;
        compared = 0;
        variance = 0;
        meanDifference = 0;
    }

    /**
     * The champion's place moved up by {@code lead}, which is known from {@code queries}: from now on nothing is known better
     * than that.
     */
    void shift(double lead, long queries) {
        meanDifference -= lead;
        compared = Math.min(compared, queries);
    }

    /** How far a prompt has come, in the order in which prompts are tried. */
    enum Trial {
        ON_TRIAL,
        NEW,
        DECIDED
    }

    Trial trial(double usualVariance, int distinctQueries) {
        if (!hasEvidence()) {
            return compared == 0 && isTried() ? Trial.DECIDED : Trial.NEW;
        }
        long longest =
                distinctQueries == 0 ? LONGEST_TRIAL : Math.min(LONGEST_TRIAL, MOST_REPETITIONS * distinctQueries);
        return compared < longest && promise(usualVariance) > 0 ? Trial.ON_TRIAL : Trial.DECIDED;
    }

    /** Whether any round has tried it; a prompt that people wrote may wait for its first. */
    boolean isTried() {
        return rounds > 0;
    }

    /** Whether anything but its first round speaks for it. */
    boolean hasEvidence() {
        return rounds > 1;
    }

    /** Whether enough speaks for it to compare it with the champion. */
    boolean isMeasured() {
        return hasEvidence() && compared >= FEWEST_QUERIES;
    }

    /**
     * Standard error of the mean difference on all queries that may ever come, of which the {@code D} different ones that rounds
     * are drawn from are a sample: after {@code n} of these draws, the root of {@code variance (1 / (n - 1) + 1 / D)}. However
     * often the same queries are drawn, they tell of no others.
     *
     * @param distinctQueries {@code D}; 0: without end
     * @return infinite for fewer than two queries
     */
    double standardError(int distinctQueries) {
        long weighed = Math.min(compared, MEMORY);
        if (weighed < 2) {
            return Double.POSITIVE_INFINITY;
        }
        double ofStream = distinctQueries == 0 ? 0 : 1.0 / distinctQueries;
        return Math.sqrt(variance * (1.0 / (weighed - 1) + ofStream));
    }

    /**
     * Upper confidence bound of the difference; infinite for a prompt that waits for its first round.
     *
     * @param usualVariance of prompts in general; counts like one query, so that a prompt with few is not taken for known
     */
    double promise(double usualVariance) {
        if (!isTried()) {
            return Double.POSITIVE_INFINITY;
        }
        long weighed = Math.min(compared, MEMORY);
        return weighed == 0
                ? Double.NEGATIVE_INFINITY
                : meanDifference + Math.sqrt((variance * weighed + usualVariance) / weighed / weighed);
    }

    Prompt prompt() {
        return prompt;
    }

    String text() {
        return prompt.getText();
    }

    long compared() {
        return compared;
    }

    double meanDifference() {
        return meanDifference;
    }

    double variance() {
        return variance;
    }
}
