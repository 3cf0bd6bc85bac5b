package io.promptstream.reward.function;

import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * ROUGE-L of a generated text (Lin 2004, "ROUGE: a package for automatic evaluation of summaries", section 3, with beta 1),
 * in per cent: 100 times the harmonic mean of precision and recall over the longest common subsequence of {@link Words}, so
 * that unlike in {@link TokenF1} their order counts.
 */
record RougeL() implements RewardFunction {

    @Override
    public Scoring score(TaskOutput output, Evidence evidence) {
        return WordOverlap.score(output, evidence, RougeL::longestCommonSubsequence);
    }

    @Override
    public Optional<String> objection(String reference, Task task) {
        return WordOverlap.objection(reference);
    }

    /**
     * Length of the longest common subsequence: a row of the usual table at once, as the bits of a number (Hyyr&ouml; 2004,
     * "Bit-parallel LCS-length computation revisited"), so that texts of any length take little time.
     */
    private static int longestCommonSubsequence(List<String> answered, List<String> expected) {
        Map<String, BigInteger> places = new HashMap<>();
        for (int place = 0; place < expected.size(); place++) {
            places.merge(expected.get(place), BigInteger.ONE.shiftLeft(place), BigInteger::or);
        }
        BigInteger full = BigInteger.ONE.shiftLeft(expected.size()).subtract(BigInteger.ONE);
        BigInteger row = full;
        for (String word : answered) {
            BigInteger matches = places.get(word);
            if (matches != null) {
                BigInteger met = row.and(matches);
                row = row.add(met).or(row.subtract(met)).and(full);
            }
        }
        return expected.size() - row.bitCount();
    }
}
