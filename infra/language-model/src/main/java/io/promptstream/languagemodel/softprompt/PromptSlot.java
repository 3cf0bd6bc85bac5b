package io.promptstream.languagemodel.softprompt;

import io.promptstream.languagemodel.tokenizer.Tokens;

/** An input as the model reads it, but for the prompt: the tokens before the prompt's place and behind it. */
public record PromptSlot(Tokens before, Tokens behind) {

    /** The whole sequence with a prompt of so many tokens, of which only the place is known. */
    Tokens with(int prompt) {
        return before.concat(Tokens.of(new int[prompt])).concat(behind);
    }

    /** Tokens without the prompt. */
    public int size() {
        return before.size() + behind.size();
    }
}
