package io.promptstream.languagemodel;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What identifies the embeddings of a model: equal fingerprints, equal tokens and numbers. */
public final class EmbeddingFingerprint {
    private static final int BYTES = 8;

    private EmbeddingFingerprint() {}

    /** Of an embedding table {@code [vocabularySize][width]}, in hexadecimal. */
    public static String of(float[][] rows) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (float[] row : rows) {
                ByteBuffer bytes = ByteBuffer.allocate(row.length * Float.BYTES);
                bytes.asFloatBuffer().put(row);
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
