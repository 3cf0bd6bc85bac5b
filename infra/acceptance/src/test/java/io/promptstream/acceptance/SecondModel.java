package io.promptstream.acceptance;

import io.promptstream.local.system.SystemSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A second local model: the bundled one with the embeddings of its most frequent tokens erased. */
final class SecondModel {

    private static final int ERASED_BYTES = 400_000;

    private SecondModel() {}

    /** Writes it below the directory and returns its folder. */
    static Path write(Path directory) throws IOException {
        var bundled = SystemSettings.bundledModel(SystemSettings.rootFromProperty());
        var second = Files.createDirectories(directory.resolve("second"));
        for (var name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
            Files.copy(bundled.resolve(name), second.resolve(name));
        }
        var weights = second.resolve("model.safetensors");
        var bytes = Files.readAllBytes(weights);
        int header = Math.toIntExact(
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());
        for (int at = Long.BYTES + header; at < Long.BYTES + header + ERASED_BYTES; at++) {
            bytes[at] = 0;
        }
        Files.write(weights, bytes);
        return second;
    }
}
