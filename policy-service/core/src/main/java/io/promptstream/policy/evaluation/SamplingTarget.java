package io.promptstream.policy.evaluation;

import io.promptstream.policy.learning.Policy;
import io.promptstream.policy.learning.SampledPrompt;
import io.promptstream.policy.learning.WrittenPrompt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a policy samples. Log-probabilities of prompts that come again, as they do the more it has learned, are kept. */
final class SamplingTarget implements Target {
    private static final int DRAWS = 2048;
    private static final int AT_ONCE = 64;
    private static final int REMEMBERED = 50_000;

    private final Policy policy;
    private final List<WrittenPrompt> draws = new ArrayList<>();
    private final Map<PromptKey, Double> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PromptKey, Double> eldest) {
            return size() > REMEMBERED;
        }
    };

    SamplingTarget(Policy policy, long seed) {
        int topK = policy.truncation().topK();
        if (topK > 0 && topK < policy.truncation().candidates()) {
            throw new IllegalArgumentException(
                    "topK is %d: write 0, for the probabilities are those of the policy without truncation"
                            .formatted(topK));
        }
        this.policy = policy;
        for (int part = 0; draws.size() < DRAWS; part++) {
            policy.sample(AT_ONCE, seed + part).stream()
                    .map(SampledPrompt::prompt)
                    .forEach(draws::add);
        }
    }

    @Override
    public double[] logProbabilities(List<WrittenPrompt> prompts) {
        double[] logProbabilities = new double[prompts.size()];
        List<Integer> unknown = new ArrayList<>();
        for (int n = 0; n < logProbabilities.length; n++) {
            Double found = known.get(PromptKey.of(prompts.get(n)));
            if (found == null) {
                unknown.add(n);
            } else {
                logProbabilities[n] = found;
            }
        }
        if (!unknown.isEmpty()) {
            double[] found =
                    policy.logProbabilities(unknown.stream().map(prompts::get).toList());
            for (int i = 0; i < found.length; i++) {
                logProbabilities[unknown.get(i)] = found[i];
                known.put(PromptKey.of(prompts.get(unknown.get(i))), found[i]);
            }
        }
        return logProbabilities;
    }

    @Override
    public List<WrittenPrompt> prompts() {
        return List.copyOf(draws);
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public boolean isAlways(WrittenPrompt chosen) {
        return false;
    }
}
