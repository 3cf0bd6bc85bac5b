package io.promptstream.policy.learning;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Texts as {@link java.io.DataOutput#writeUTF} takes them: of those that it refuses as too long, their digest. */
final class StateText {
    private static final int MOST_BYTES = 65_535;
    private static final int BYTES_PER_CHAR = 3;

    private StateText() {}

    static String of(String text) {
        return fits(text) ? text : "%d characters, SHA-256 %s".formatted(text.length(), digest(text));
    }

    private static boolean fits(String text) {
        if (text.length() <= MOST_BYTES / BYTES_PER_CHAR) {
            return true;
        }
        long bytes = text.chars()
                .mapToLong(character -> {
                    if (character >= 1 && character <= 0x7f) {
                        return 1;
                    }
                    return character <= 0x7ff ? 2 : BYTES_PER_CHAR;
                })
                .sum();
        return bytes <= MOST_BYTES;
    }

    private static String digest(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
