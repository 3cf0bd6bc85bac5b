package io.promptstream.reward.dashboard.kafka;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The beginning of a value, as much as people are shown. */
final class FirstBytes {
    static final int MOST = 4096;

    private FirstBytes() {}

    static String hex(byte[] value) {
        return HexFormat.of().formatHex(value, 0, shown(value));
    }

    /** As UTF-8, without a character that the cut goes through; null where it is none. */
    static @Nullable String text(byte[] value) {
        int length = shown(value);
        ByteBuffer bytes = ByteBuffer.wrap(value, 0, length);
        // UTF-8 never has more characters than bytes.
        CharBuffer characters = CharBuffer.allocate(length);
        boolean whole = length == value.length;
        return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(bytes, characters, whole)
                        .isError()
                ? null
                : characters.flip().toString();
    }

    private static int shown(byte[] value) {
        return Math.min(value.length, MOST);
    }
}
