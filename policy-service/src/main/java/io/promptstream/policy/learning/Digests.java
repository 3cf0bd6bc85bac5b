package io.promptstream.policy.learning;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in hexadecimal: equal digests prove equal policies, without moving their weights. */
final class Digests {
    private Digests() {}

    static String of(PolicyState state) {
        return HexFormat.of().formatHex(sha256().digest(state.bytes()));
    }

    static String of(long version, PolicyState state) {
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, version));
        return HexFormat.of().formatHex(digest.digest(state.bytes()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
