package io.promptstream.reward.dashboard;

import java.util.List;

/** A prompt for people: its text, and its tokens one by one. */
public record PromptText(String text, List<Token> tokens) {
    public PromptText {
        tokens = List.copyOf(tokens);
    }

    /** About what it takes in memory. */
    long bytes() {
        return Texts.bytes(text)
                + tokens.stream().mapToLong(token -> Texts.bytes(token.text())).sum();
    }

    /**
     * One token.
     *
     * @param readable whether its text can be read: no part of a character, nothing that does not print
     */
    public record Token(String text, int id, boolean readable) {}
}
