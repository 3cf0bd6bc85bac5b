package io.promptstream.languagemodel;

/** A sequence that has more tokens than the model has positions. */
public final class TooManyTokensException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int tokens;
    private final int limit;

    public TooManyTokensException(int tokens, int limit) {
        super("%d tokens were given, but the model has %d positions: shorten the text".formatted(tokens, limit));
        this.tokens = tokens;
        this.limit = limit;
    }

    /** How many tokens were given. */
    public int tokens() {
        return tokens;
    }

    /** How many the model takes. */
    public int limit() {
        return limit;
    }
}
