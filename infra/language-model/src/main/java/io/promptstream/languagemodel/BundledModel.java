package io.promptstream.languagemodel;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The small model that comes with this library, for those who are not told a directory. */
public final class BundledModel {
    private static final List<String> FILES = List.of("config.json", "tokenizer.json", "model.safetensors");

    private BundledModel() {}

    /**
     * Loads it by way of Java's folder for temporary files. It keeps no prefixes.
     *
     * @throws UncheckedIOException if it cannot be unpacked there
     */
    public static LanguageModel load() {
        try {
            Path directory = Files.createTempDirectory("promptstream-model");
            try {
                for (String file : FILES) {
                    unpack(file, directory);
                }
                return LanguageModel.load(directory, 0);
            } finally {
                for (String file : FILES) {
                    Files.deleteIfExists(directory.resolve(file));
                }
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the bundled model cannot be unpacked", e);
        }
    }

    private static void unpack(String file, Path directory) throws IOException {
        try (InputStream content = BundledModel.class.getResourceAsStream("bundled/" + file)) {
            if (content == null) {
                throw new FileNotFoundException(file);
            }
            Files.copy(content, directory.resolve(file));
        }
    }
}
