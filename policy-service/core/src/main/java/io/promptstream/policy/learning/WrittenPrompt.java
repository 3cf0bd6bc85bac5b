package io.promptstream.policy.learning;

import io.promptstream.event.Prompt;
import java.util.Arrays;
import java.util.List;

/**
 * A prompt of a policy.
 *
 * @param text as it stands in the template, without spaces around it
 * @param tokens ids of the policy's language model; empty for a prompt that a person wrote
 */
public record WrittenPrompt(String text, List<Integer> tokens) {
    public WrittenPrompt {
        tokens = List.copyOf(tokens);
    }

    static WrittenPrompt of(FrozenLanguageModel model, int[] tokens) {
        return new WrittenPrompt(
                model.text(tokens).strip(), Arrays.stream(tokens).boxed().toList());
    }

    Prompt event() {
        return new Prompt(text, tokens);
    }

    int[] tokenArray() {
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }
}
