package io.promptstream.policy.evaluation;

import io.promptstream.policy.learning.WrittenPrompt;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Draws each of a few prompts with equal probability; one that stands twice, twice as often. */
final class PromptTarget implements Target {
    private final List<WrittenPrompt> prompts;
    private final Map<List<Integer>, Integer> byTokens = new HashMap<>();
    private final Map<String, Integer> byText = new HashMap<>();
    private final Set<String> texts = new HashSet<>();

    PromptTarget(List<WrittenPrompt> prompts) {
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("prompts is empty: write at least one prompt");
        }
        this.prompts = List.copyOf(prompts);
        for (WrittenPrompt prompt : prompts) {
            texts.add(prompt.text());
            if (prompt.tokens().isEmpty()) {
                byText.merge(prompt.text(), 1, Integer::sum);
            } else {
                byTokens.merge(prompt.tokens(), 1, Integer::sum);
            }
        }
    }

    @Override
    public double[] logProbabilities(List<WrittenPrompt> asked) {
        return asked.stream()
                .mapToDouble(prompt -> StrictMath.log(count(prompt) / (double) prompts.size()))
                .toArray();
    }

    private int count(WrittenPrompt prompt) {
        return byText.getOrDefault(prompt.text(), 0) + byTokens.getOrDefault(prompt.tokens(), 0);
    }

    @Override
    public List<WrittenPrompt> prompts() {
        return prompts;
    }

    @Override
    public boolean exact() {
        return true;
    }

    /** By text: what the task model reads is the same, whatever tokens it was written with. */
    @Override
    public boolean isAlways(WrittenPrompt chosen) {
        return texts.size() == 1 && texts.contains(chosen.text());
    }
}
