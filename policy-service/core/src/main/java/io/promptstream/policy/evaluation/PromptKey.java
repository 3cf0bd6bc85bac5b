package io.promptstream.policy.evaluation;

import io.promptstream.policy.learning.WrittenPrompt;
import java.util.List;

/** What makes two prompts the same: their tokens where a policy wrote them, their text otherwise. */
record PromptKey(List<Integer> tokens, String text) {
    static PromptKey of(WrittenPrompt prompt) {
        return new PromptKey(prompt.tokens(), prompt.tokens().isEmpty() ? prompt.text() : "");
    }
}
