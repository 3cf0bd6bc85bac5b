package io.promptstream.languagemodel.softprompt;

import io.promptstream.languagemodel.tokenizer.Tokens;

/**
 * An input with a prompt of embeddings.
 *
 * @param before the tokens before the prompt
 * @param prompt embeddings without positions, row by row, each of the model's width: of tokens or free (a soft prompt)
 * @param behind the tokens behind it
 */
@SuppressWarnings("ArrayRecordComponent") // large; slots are never compared
public record PromptSlot(Tokens before, float[] prompt, Tokens behind) {

    /** The whole sequence, with any tokens in the prompt's place. */
    Tokens tokens(int width) {
        return before.concat(Tokens.of(new int[prompt.length / width])).concat(behind);
    }
}
