package io.promptstream.task.remote.reply;

import java.nio.charset.StandardCharsets;

/** How many tokens a text is, for endpoints that do not say: one for four bytes of UTF-8, as English has it. */
public final class TokenEstimate {
    private static final int BYTES_PER_TOKEN = 4;

    private TokenEstimate() {}

    public static int of(String text) {
        return Math.ceilDiv(text.getBytes(StandardCharsets.UTF_8).length, BYTES_PER_TOKEN);
    }
}
