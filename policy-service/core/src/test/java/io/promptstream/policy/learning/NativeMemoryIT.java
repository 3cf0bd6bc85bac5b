package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.promptstream.languagemodel.checkpoint.Gpt2ConfigurationFile;
import io.promptstream.languagemodel.checkpoint.Gpt2WeightsFile;
import io.promptstream.languagemodel.format.TensorPrecision;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import io.promptstream.languagemodel.network.Gpt2Weights;
import io.promptstream.languagemodel.network.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tensors live outside of the heap: garbage collection frees none, and only such a count shows one that is forgotten. */
class NativeMemoryIT {
    private static final int STEPS = 10_000;
    private static final int PARTS = 10;
    /** Until then the Java machine itself grows. */
    private static final int WARM_UP = 2;

    /** The smallest tensor, forgotten once a step, makes some 3 MB. */
    private static final long TOLERANCE = 1 << 20;

    @TempDir
    Path directory;

    private NativeMemory memory;

    @BeforeEach
    void findMemory() {
        Optional<NativeMemory> found = NativeMemory.find();
        assumeThat(found).as("a C library that tells what is in use").isPresent();
        memory = found.orElseThrow();
    }

    @Test
    void seesATensorThatIsForgotten() {
        try (NDManager manager = TorchEngine.newManager()) {
            // Given
            long before = memory.bytesInUse();

            // When
            manager.zeros(new Shape(512 << 20), DataType.INT8);

            // Then
            // Far more than what other tests of the JVM take or give back meanwhile
            assertThat(memory.bytesInUse() - before).isGreaterThan(256 << 20);
        }
    }

    @Test
    void staysAsItIsWhileAPolicyLearns() throws IOException, InterruptedException {
        // Given
        Path model = smallModel();

        // When
        List<Long> inUse = learn(model);

        // Then
        assertThat(inUse).hasSize(PARTS);
        assertThat(inUse.getLast() - inUse.get(WARM_UP))
                .as("growth in %s", inUse)
                .isLessThan(TOLERANCE);
    }

    /** Bytes in use after each part of the steps. */
    private List<Long> learn(Path model) throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Path inUse = directory.resolve("in-use");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        // Compilers in the background borrow tens of megabytes, now and then, that would be counted.
                        "-Xbatch",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LearningProcess.class.getName(),
                        model.toString(),
                        Integer.toString(PARTS),
                        Integer.toString(STEPS / PARTS),
                        inUse.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int status = process.waitFor();
        assertThat(status).as(Files.readString(log)).isZero();
        return Files.readAllLines(inUse).stream().map(Long::valueOf).toList();
    }

    /** The bundled model's vocabulary with one narrow block of random weights, so that many steps take little time. */
    private Path smallModel() throws IOException {
        Path bundled = Path.of(System.getProperty("promptstream.root", "../.."), "infra", "language-model", "model");
        Gpt2Configuration large =
                Gpt2ConfigurationFile.read(bundled.resolve("config.json")).configuration();
        Gpt2Configuration small = new Gpt2Configuration(
                large.vocabularySize(),
                large.positions(),
                16,
                1,
                1,
                large.layerNormEpsilon(),
                large.activation(),
                large.endOfTextId());
        Gpt2ConfigurationFile.write(small, directory.resolve("config.json"));
        Files.copy(bundled.resolve("tokenizer.json"), directory.resolve("tokenizer.json"));
        try (NDManager manager = TorchEngine.newManager()) {
            Gpt2WeightsFile.write(directory, Gpt2Weights.initial(small, manager, 1), TensorPrecision.F32);
        }
        return directory;
    }
}
