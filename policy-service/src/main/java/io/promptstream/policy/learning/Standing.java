package io.promptstream.policy.learning;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptStanding;

/**
 * What is known of one prompt: means over the queries on which it was compared with the champion. While there are at most
 * {@link #MEMORY} of them the means are plain; from then on each new query weighs {@code 1 / MEMORY} and older ones fade,
 * so that a change in what people ask is noticed.
 */
final class Standing {
    static final long MEMORY = 4096;

    private final Prompt prompt;
    private final long firstVersion;
    private long lastVersion;
    private long rounds;
    private long queries;
    private double meanReward;
    private double meanDifference;
    private double variance;

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
        standing.meanDifference = event.getMeanDifference();
        standing.variance = event.getVariance();
        return standing;
    }

    PromptStanding event() {
        return new PromptStanding(
                prompt, rounds, queries, meanReward, meanDifference, variance, firstVersion, lastVersion);
    }

    void beginRound(long version) {
        rounds++;
        lastVersion = version;
    }

    /**
     * Adds a query.
     *
     * @param difference its reward less the champion's on the same query
     */
    void add(double reward, double difference) {
        queries++;
        double weight = 1.0 / Math.min(queries, MEMORY);
        double surprise = difference - meanDifference;
        meanReward += weight * (reward - meanReward);
        meanDifference += weight * surprise;
        variance = (1 - weight) * (variance + weight * surprise * surprise);
    }

    /** This standing once {@code successor} is the champion: what was measured between the two, seen from the other side. */
    void dethrone(Standing successor) {
        meanDifference = 0;
        variance = successor.variance;
        queries = successor.queries;
        rounds = successor.rounds;
    }

    void enthrone() {
        meanDifference = 0;
        variance = 0;
    }

    /** The champion's place moved up by {@code difference}. */
    void shift(double difference) {
        meanDifference -= difference;
    }

    /** Standard error of the mean difference; infinite for fewer than two queries. */
    double standardError() {
        long weighed = Math.min(queries, MEMORY);
        return weighed < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(variance / (weighed - 1));
    }

    Prompt prompt() {
        return prompt;
    }

    long queries() {
        return queries;
    }

    double meanDifference() {
        return meanDifference;
    }
}
