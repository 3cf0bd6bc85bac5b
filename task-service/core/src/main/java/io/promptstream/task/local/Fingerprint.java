package io.promptstream.task.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Names the content of a model directory. */
final class Fingerprint {
    private static final int BYTES = 6;

    /** Besides the weights: shape, tokens, and what ends a text. */
    private static final Set<String> DECIDING = Set.of(
            "config.json",
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json");

    private Fingerprint() {}

    /** First bytes of the SHA-256 over everything that decides what the model answers, as 12 hexadecimal digits. */
    static String of(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> parts =
                    files.filter(Fingerprint::decidesAnswers).sorted().toList();
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path part : parts) {
                try (InputStream stream = new DigestInputStream(Files.newInputStream(part), digest)) {
                    stream.transferTo(OutputStream.nullOutputStream());
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static boolean decidesAnswers(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".safetensors") || DECIDING.contains(name);
    }
}
