package io.promptstream.reward.function;

import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Overlap of a generated text with the reference text, in per cent: 100 times the harmonic mean of precision and recall
 * over their words, each word counted as often as it stands there (SQuAD, arXiv 1606.05250, section 6.1). Words are
 * those of {@link Words}.
 */
record TokenF1() implements RewardFunction {

    @Override
    public Scoring score(TaskOutput output, Evidence evidence) {
        return WordOverlap.score(output, evidence, TokenF1::common);
    }

    @Override
    public Optional<String> objection(String reference, Task task) {
        return WordOverlap.objection(reference);
    }

    private static int common(List<String> answered, List<String> expected) {
        Map<String, Integer> left = new HashMap<>();
        expected.forEach(word -> left.merge(word, 1, Integer::sum));
        int common = 0;
        for (String word : answered) {
            int count = left.getOrDefault(word, 0);
            if (count > 0) {
                common++;
                left.put(word, count - 1);
            }
        }
        return common;
    }
}
