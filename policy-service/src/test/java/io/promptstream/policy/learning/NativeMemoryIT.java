package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.promptstream.languagemodel.Gpt2Configuration;
import io.promptstream.languagemodel.Gpt2Weights;
import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.languagemodel.SafetensorsWriter;
import io.promptstream.languagemodel.TensorPrecision;
import io.promptstream.languagemodel.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tensors live outside of the heap: garbage collection frees none, and only such a count shows one that is forgotten. */
class NativeMemoryIT {
    private static final int STEPS = 10_000;
    private static final int LOOKS = 40;
    private static final int PROMPTS = 2;
    /** The smallest tensor, forgotten once a step, makes some 5 MB between the halves. */
    private static final long TOLERANCE = 2 << 20;

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
            manager.zeros(new Shape(64 << 20), DataType.INT8);

            // Then
            assertThat(memory.bytesInUse() - before).isGreaterThan(32 << 20);
        }
    }

    @Test
    void staysAsItIsWhileAPolicyLearns() throws IOException {
        try (LanguageModel model = LanguageModel.load(smallModel(), 0)) {
            // Given
            PolicySettings settings = new PolicySettings(2, 0, 40, 8, 1e-3, 1e-2, 5.0, 5.0, 0.0, 0, 7);
            Policy policy = new Policies(new PretrainedLanguageModel(model))
                    .initial(new PolicySpecification.RlPrompt(settings, Set.of()));

            // When
            long firstHalf = leastInUse(policy, 0);
            long secondHalf = leastInUse(policy, STEPS / 2);

            // Then
            assertThat(secondHalf - firstHalf).isLessThan(TOLERANCE);
        }
    }

    /** The least of several looks at half of the steps: the compiler of the Java machine borrows a lot for a moment. */
    private long leastInUse(Policy policy, int firstStep) {
        int steps = STEPS / LOOKS;
        return LongStream.range(0, LOOKS / 2)
                .map(look -> {
                    learn(policy, firstStep + look * steps, steps);
                    return memory.bytesInUse();
                })
                .min()
                .orElseThrow();
    }

    private static void learn(Policy policy, long firstStep, int steps) {
        for (long step = firstStep; step < firstStep + steps; step++) {
            List<ScoredPrompt> round = new ArrayList<>();
            for (SampledPrompt sampled : policy.sample(PROMPTS, step)) {
                round.add(new ScoredPrompt(sampled.prompt(), round.size()));
            }
            assertThat(policy.learn(round)).isPresent();
        }
    }

    /** The bundled model's vocabulary with one narrow block of random weights, so that many steps take little time. */
    private Path smallModel() throws IOException {
        Path bundled = Path.of(System.getProperty("promptstream.root", ".."), "infra", "language-model", "model");
        Gpt2Configuration large = Gpt2Configuration.read(bundled.resolve("config.json"));
        Gpt2Configuration small = new Gpt2Configuration(
                large.vocabularySize(),
                large.positions(),
                16,
                1,
                1,
                large.layerNormEpsilon(),
                large.activation(),
                large.endOfTextId());
        small.write(directory.resolve("config.json"));
        Files.copy(bundled.resolve("tokenizer.json"), directory.resolve("tokenizer.json"));
        try (NDManager manager = TorchEngine.newManager()) {
            SafetensorsWriter.writeModel(directory, Gpt2Weights.initial(small, manager, 1), TensorPrecision.F32);
        }
        return directory;
    }
}
