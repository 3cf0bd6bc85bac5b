package io.promptstream.policy.learning;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import org.jspecify.annotations.Nullable;

/** The prompt with the highest mean reward that a round has seen: a record for people, with the noise of one round. */
final class BestPrompt {
    private @Nullable Prompt prompt;
    private @Nullable Double reward;

    static BestPrompt of(PolicySnapshot snapshot) {
        BestPrompt best = new BestPrompt();
        best.prompt = snapshot.getBestPrompt().orElse(null);
        best.reward = snapshot.getBestReward().orElse(null);
        return best;
    }

    void offer(ScoredPrompt scored) {
        Double known = reward;
        if (known == null || scored.reward() > known) {
            reward = scored.reward();
            prompt = new Prompt(scored.prompt().text(), scored.prompt().tokens());
        }
    }

    @Nullable Prompt prompt() {
        return prompt;
    }

    @Nullable Double reward() {
        return reward;
    }
}
