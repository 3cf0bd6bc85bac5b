package io.promptstream.reward.statistics;

import io.promptstream.event.ReplacedReward;
import io.promptstream.event.Reward;
import io.promptstream.reward.state.StateReader;
import io.promptstream.reward.state.StateWriter;

/**
 * Moments of a set of rewards, which can be added to and merged without keeping the rewards (Welford; Chan, Golub and
 * LeVeque 1979).
 *
 * @param count rewards with a value
 * @param failed rewards without one
 * @param mean mean of the values; 0 when there is none
 * @param squares sum of the squared differences from the mean
 * @param judged rewards of which correct or not is known
 * @param correct those that are correct
 */
public record Summary(
        long count,
        long failed,
        double mean,
        double squares,
        long judged,
        long correct,
        long promptTokens,
        long completionTokens) {
    public static final Summary EMPTY = new Summary(0, 0, 0, 0, 0, 0, 0, 0);
    private static final int FORMAT = 1;

    public static Summary of(Reward reward) {
        boolean judged = reward.getCorrect().isPresent();
        boolean valued = reward.getValue().isPresent();
        return new Summary(
                valued ? 1 : 0,
                valued ? 0 : 1,
                reward.getValue().orElse(0.0),
                0,
                judged ? 1 : 0,
                reward.getCorrect().orElse(false) ? 1 : 0,
                reward.getPromptTokens(),
                reward.getCompletionTokens());
    }

    public Summary plus(Summary other) {
        long both = count + other.count;
        double difference = other.mean - mean;
        return new Summary(
                both,
                failed + other.failed,
                both == 0 ? 0 : mean + difference * other.count / both,
                both == 0 ? 0 : squares + other.squares + difference * difference * count * other.count / both,
                judged + other.judged,
                correct + other.correct,
                promptTokens + other.promptTokens,
                completionTokens + other.completionTokens);
    }

    /** Takes out what was added with {@link #plus}. */
    public Summary minus(Summary other) {
        long rest = count - other.count;
        double restMean = rest <= 0 ? 0 : (count * mean - other.count * other.mean) / rest;
        double difference = other.mean - restMean;
        double spread = rest <= 0 ? 0 : squares - other.squares - difference * difference * rest * other.count / count;
        return new Summary(
                rest,
                failed - other.failed,
                restMean,
                Math.max(0, spread),
                judged - other.judged,
                correct - other.correct,
                promptTokens - other.promptTokens,
                completionTokens - other.completionTokens);
    }

    /** With one more reward, or with a corrected one in the place of the one that it replaces. */
    public Summary with(Reward reward) {
        return reward.getReplaced()
                .filter(replaced -> count > 0)
                .map(replaced -> minus(of(replaced, reward)))
                .orElse(this)
                .plus(of(reward));
    }

    /** Of a reward that was added; its tokens are those of its correction. */
    private static Summary of(ReplacedReward replaced, Reward correction) {
        return new Summary(
                1,
                0,
                replaced.getValue(),
                0,
                replaced.getCorrect().isPresent() ? 1 : 0,
                replaced.getCorrect().orElse(false) ? 1 : 0,
                correction.getPromptTokens(),
                correction.getCompletionTokens());
    }

    /** Population standard deviation of the values; 0 when there is none. */
    public double standardDeviation() {
        return count == 0 ? 0 : Math.sqrt(squares / count);
    }

    public byte[] toBytes() {
        return new StateWriter(FORMAT)
                .number64(count)
                .number64(failed)
                .real(mean)
                .real(squares)
                .number64(judged)
                .number64(correct)
                .number64(promptTokens)
                .number64(completionTokens)
                .toBytes();
    }

    public static Summary read(byte[] bytes) {
        StateReader reader = new StateReader(bytes, FORMAT);
        return new Summary(
                reader.number64(),
                reader.number64(),
                reader.real(),
                reader.real(),
                reader.number64(),
                reader.number64(),
                reader.number64(),
                reader.number64());
    }
}
