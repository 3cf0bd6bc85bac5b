package io.promptstream.policy.learning;

import java.util.List;
import java.util.Set;

/** Which policy a task asks for. */
public sealed interface PolicySpecification {

    /**
     * A trainable layer on the frozen language model.
     *
     * @param excludedWords label words, which no prompt may be made of where the candidates are limited
     */
    record RlPrompt(PolicySettings settings, Set<String> excludedWords) implements PolicySpecification {
        public RlPrompt {
            excludedWords = Set.copyOf(excludedWords);
        }
    }

    /**
     * A Bayesian linear model of the reward over words of the frozen language model.
     *
     * @param excludedWords label words, which no prompt may be made of
     */
    record Bayesian(BayesianSettings settings, Set<String> excludedWords) implements PolicySpecification {
        public Bayesian {
            excludedWords = Set.copyOf(excludedWords);
        }
    }

    /**
     * Trigger words that the task model's gradient chooses.
     *
     * @param excludedWords label words, which no prompt may be made of
     */
    record AutoPrompt(AutoPromptSettings settings, Set<String> excludedWords) implements PolicySpecification {
        public AutoPrompt {
            excludedWords = Set.copyOf(excludedWords);
        }
    }

    /** A matrix of embeddings that the task model's gradient tunes. */
    record SoftPrompt(SoftPromptSettings settings) implements PolicySpecification {}

    /**
     * Prompts written by people.
     *
     * @param prompts at least one
     * @param seed seed of the order in which they are tried
     */
    record Fixed(List<String> prompts, long seed) implements PolicySpecification {
        public Fixed {
            prompts = List.copyOf(prompts);
            if (prompts.isEmpty()) {
                throw new IllegalArgumentException("prompts is empty: write at least one prompt");
            }
        }
    }
}
