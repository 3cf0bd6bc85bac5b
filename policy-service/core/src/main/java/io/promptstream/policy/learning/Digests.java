package io.promptstream.policy.learning;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** SHA-256 in hexadecimal: equal digests prove equal policies, without moving their weights. */
final class Digests {
    private Digests() {}

    /** Of everything that decides how a task's policy continues and what it serves. */
    static String of(
            long version,
            PolicyState state,
            Optional<Leaderboard> leaderboard,
            Optional<Contexts> contexts,
            LabelMeans labelScores,
            Optional<DriftMonitor> drift,
            Optional<StoppingRule> stopping) {
        MessageDigest digest = sha256();
        try (DataOutputStream out =
                new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
            out.writeLong(version);
            out.write(state.bytes());
            if (leaderboard.isPresent()) {
                leaderboard.get().write(out);
            }
            if (contexts.isPresent()) {
                contexts.get().write(out);
            }
            labelScores.write(out);
            if (drift.isPresent()) {
                drift.get().write(out);
            }
            if (stopping.isPresent()) {
                stopping.get().write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
