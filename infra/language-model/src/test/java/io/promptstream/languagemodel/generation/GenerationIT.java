package io.promptstream.languagemodel.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.languagemodel.TinyModel;
import io.promptstream.languagemodel.TooManyTokensException;
import io.promptstream.languagemodel.format.FloatTensor;
import io.promptstream.languagemodel.format.SafetensorsWriter;
import io.promptstream.languagemodel.format.TensorPrecision;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GenerationIT {
    @TempDir
    static Path directory;

    private static LanguageModel model;

    @BeforeAll
    static void load() throws IOException {
        model = LanguageModel.load(TinyModel.write(directory));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void greedyTextIsTheMostProbableTokenOfEveryStep() {
        // Given
        List<GenerationRequest> requests = requests(new Sampling.Greedy(), 3, 9, 1, 20);
        // When
        List<Generated> generated = model.generate(requests);
        // Then
        for (int i = 0; i < requests.size(); i++) {
            Tokens text = requests.get(i).prompt();
            for (int t = 0; t < generated.get(i).tokens().size(); t++) {
                float[] logits = model.nextTokenLogits(List.of(text))[0];
                int token = generated.get(i).tokens().get(t);
                assertThat(logits[token]).isGreaterThanOrEqualTo(max(logits) - 1e-4f);
                assertThat((double) generated.get(i).logProbabilities().get(t))
                        .isCloseTo(TokenSampler.logProbability(logits, 0, logits.length, token), within(1e-4));
                text = text.concat(Tokens.of(token));
            }
            assertThat(generated.get(i).ended() || generated.get(i).tokens().size() == 15)
                    .isTrue();
        }
    }

    @Test
    void aSeedReproducesItsTextWhateverElseIsInTheBatch() {
        // Given
        List<GenerationRequest> requests = IntStream.range(0, 80)
                .mapToObj(seed -> new GenerationRequest(
                        TinyModel.randomTokens(new Random(seed % 5), 1 + seed % 5),
                        10,
                        new Sampling.TopK(1.3, 40, seed)))
                .toList();
        // When
        List<Generated> together = model.generate(requests);
        // Then
        assertThat(together).extracting(Generated::tokens).doesNotHaveDuplicates();
        for (int i = 0; i < requests.size(); i += 7) {
            Generated alone = model.generate(List.of(requests.get(i))).getFirst();
            assertThat(alone.tokens()).isEqualTo(together.get(i).tokens());
        }
    }

    @Test
    void stopsAtTheEndOfText(@TempDir Path other) throws IOException {
        // Given: a model whose final states all point at the end of text
        TinyModel.writeWithoutWeights(other, TinyModel.CONFIGURATION);
        Map<String, FloatTensor> weights = TinyModel.weights(TinyModel.CONFIGURATION, 1);
        float[] endOfText = TinyModel.values(weights, "wte.weight");
        float[] bias = TinyModel.values(weights, "ln_f.bias");
        for (int i = 0; i < bias.length; i++) {
            bias[i] = 100 * endOfText[i];
        }
        SafetensorsWriter.write(other.resolve("model.safetensors"), weights, TensorPrecision.F32);
        try (LanguageModel ending = LanguageModel.load(other)) {
            // When
            Generated generated =
                    ending.generate(requests(new Sampling.Greedy(), 4)).getFirst();
            // Then
            assertThat(generated.ended()).isTrue();
            assertThat(generated.tokens()).isEqualTo(Tokens.empty());
            assertThat(generated.logProbabilities())
                    .singleElement()
                    .satisfies(value -> assertThat(value).isCloseTo(0f, within(1e-3f)));
        }
    }

    @Test
    void refusesMoreTokensThanThereArePositions() {
        assertThatThrownBy(() -> model.generate(requests(new Sampling.Greedy(), 26)))
                .isInstanceOf(TooManyTokensException.class)
                .hasMessageContaining("41 tokens were given, but the model has 40 positions");
    }

    private static List<GenerationRequest> requests(Sampling sampling, int... sizes) {
        Random random = new Random(3);
        return IntStream.of(sizes)
                .mapToObj(size -> new GenerationRequest(TinyModel.randomTokens(random, size), 15, sampling))
                .toList();
    }

    private static float max(float[] values) {
        float max = values[0];
        for (float value : values) {
            max = Math.max(max, value);
        }
        return max;
    }
}
