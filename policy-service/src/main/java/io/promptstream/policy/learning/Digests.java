package io.promptstream.policy.learning;

import io.promptstream.event.PromptStanding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in hexadecimal: equal digests prove equal policies, without moving their weights. */
final class Digests {
    private Digests() {}

    static String of(long version, PolicyState state, Leaderboard leaderboard) {
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, version));
        digest.update(state.bytes());
        add(digest, leaderboard.champion());
        leaderboard.contenders().forEach(contender -> add(digest, contender));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, PromptStanding standing) {
        try {
            digest.update(standing.toByteBuffer());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
