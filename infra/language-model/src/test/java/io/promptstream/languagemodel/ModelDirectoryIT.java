package io.promptstream.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.languagemodel.checkpoint.Gpt2ConfigurationFile;
import io.promptstream.languagemodel.checkpoint.Gpt2WeightsFile;
import io.promptstream.languagemodel.format.FloatTensor;
import io.promptstream.languagemodel.format.ModelFormatException;
import io.promptstream.languagemodel.format.SafetensorsWriter;
import io.promptstream.languagemodel.format.TensorPrecision;
import io.promptstream.languagemodel.network.Activation;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import io.promptstream.languagemodel.network.Gpt2Weights;
import io.promptstream.languagemodel.network.TorchEngine;
import io.promptstream.languagemodel.tokenizer.Tokenizer;
import io.promptstream.languagemodel.tokenizer.TokenizerFile;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelDirectoryIT {
    private static final Tokens TOKENS = Tokens.of(5, 100, 17, 3, 250);

    @TempDir
    Path directory;

    private final Map<String, FloatTensor> weights = TinyModel.weights(TinyModel.CONFIGURATION, 1);

    @BeforeEach
    void writeAllButTheWeights() throws IOException {
        TinyModel.writeWithoutWeights(directory, TinyModel.CONFIGURATION);
    }

    @ParameterizedTest
    @CsvSource({"F32, 1e-4", "F16, 0.02", "BF16, 0.1", "F64, 1e-4"})
    void loadsEveryPrecision(TensorPrecision precision, float tolerance) {
        // Given
        writeWeights(weights, precision);
        // When // Then
        assertSameAsReference(tolerance);
    }

    @Test
    void loadsShards() throws IOException {
        // Given
        ObjectNode index = new ObjectMapper().createObjectNode();
        Map<String, FloatTensor> first = new LinkedHashMap<>();
        Map<String, FloatTensor> second = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> {
            boolean early = name.contains("h.0") || name.contains("wte");
            (early ? first : second).put(name, tensor);
            index.withObject("weight_map").put(name, early ? "a.safetensors" : "b.safetensors");
        });
        SafetensorsWriter.write(directory.resolve("a.safetensors"), first, TensorPrecision.F32);
        SafetensorsWriter.write(directory.resolve("b.safetensors"), second, TensorPrecision.F32);
        Files.writeString(directory.resolve("model.safetensors.index.json"), index.toString());
        // When // Then
        assertSameAsReference(1e-4f);
        index.withObject("weight_map").put("transformer.h.0.ln_1.bias", "b.safetensors");
        Files.writeString(directory.resolve("model.safetensors.index.json"), index.toString());
        assertRefused("model.safetensors.index.json", "places tensor transformer.h.0.ln_1.bias");
    }

    @Test
    void loadsTheNamesOfTheOriginalCheckpoints() {
        // Given
        Map<String, FloatTensor> renamed = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> renamed.put(name.substring("transformer.".length()), tensor));
        renamed.put("h.0.attn.bias", new FloatTensor(new long[] {1, 1, 2, 2}, new float[4]));
        renamed.put("h.0.attn.masked_bias", new FloatTensor(new long[0], new float[1]));
        renamed.put("lm_head.weight", weights.get("transformer.wte.weight"));
        writeWeights(renamed, TensorPrecision.F32);
        // When // Then
        assertSameAsReference(1e-4f);
    }

    @ParameterizedTest
    @CsvSource({"GELU_PYTORCH_TANH", "RELU"})
    void appliesTheDeclaredActivation(Activation activation) throws IOException {
        // Given
        Gpt2Configuration other = new Gpt2Configuration(258, 40, 12, 3, 3, 1e-5, activation, 0);
        Gpt2ConfigurationFile.write(other, directory.resolve("config.json"));
        writeWeights(weights, TensorPrecision.F32);
        // When // Then
        assertSameAs(new ReferenceGpt2(other, weights), 1e-4f);
    }

    @Test
    void writesWhatItLoads() {
        // Given
        writeWeights(weights, TensorPrecision.F32);
        // When
        try (var manager = TorchEngine.newManager()) {
            Gpt2Weights loaded = new Gpt2WeightsFile(
                            directory,
                            Gpt2ConfigurationFile.read(directory.resolve("config.json")),
                            TokenizerFile.read(directory.resolve("tokenizer.json")))
                    .read(manager);
            Gpt2WeightsFile.write(directory, loaded, TensorPrecision.F32);
        }
        // Then
        assertSameAsReference(1e-4f);
    }

    @Test
    void namesWhatIsWrongWithTheWeights() throws IOException {
        assertRefused("holds neither model.safetensors nor model.safetensors.index.json", "convert");

        FloatTensor bias = Objects.requireNonNull(weights.remove("transformer.ln_f.bias"));
        writeWeights(weights, TensorPrecision.F32);
        assertRefused("model.safetensors", "holds no tensor ln_f.bias");

        weights.put("transformer.ln_f.bias", new FloatTensor(new long[] {3, 4}, bias.values()));
        writeWeights(weights, TensorPrecision.F32);
        assertRefused("ln_f.bias has shape [3, 4]", "config.json calls for [12]");

        weights.put("transformer.ln_f.bias", bias);
        weights.put("transformer.h.3.ln_1.bias", bias);
        writeWeights(weights, TensorPrecision.F32);
        assertRefused("transformer.h.3.ln_1.bias", "check n_layer");
    }

    @Test
    void namesWhatIsWrongWithAFile() throws IOException {
        // Given
        Path file = directory.resolve("model.safetensors");
        writeWeights(weights, TensorPrecision.F32);
        byte[] whole = Files.readAllBytes(file);
        // When // Then
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertRefused(file.toString(), "data_offsets");
        Files.write(file, Arrays.copyOf(whole, 100));
        assertRefused(file.toString(), "its header should have");
        Files.write(file, new byte[3]);
        assertRefused(file.toString(), "it has only 3 bytes");
        Files.write(
                file,
                new String(whole, StandardCharsets.ISO_8859_1)
                        .replace("\"F32\"", "\"I32\"")
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("is stored as I32", "expected one of F32, F16, BF16");
        Files.delete(directory.resolve("tokenizer.json"));
        assertRefused("tokenizer.json", "does not exist");
        Files.writeString(directory.resolve("tokenizer.json"), "{}");
        assertRefused("tokenizer.json", "is not a tokenizer");
    }

    @Test
    void tokenizesWithoutTruncationAndWithoutSpecialTokens() {
        // Given
        writeWeights(weights, TensorPrecision.F32);
        String text = "so good, a\u00e9 " + "x".repeat(2000);
        try (LanguageModel model = LanguageModel.load(directory)) {
            Tokenizer tokenizer = model.tokenizer();
            // When
            Tokens tokens = tokenizer.encode(text);
            // Then
            assertThat(tokens.size()).isEqualTo(text.length());
            assertThat(tokenizer.decode(tokens)).isEqualTo(text);
            assertThat(tokenizer.singleToken(" g")).hasValue(257);
            assertThat(tokenizer.text(257)).isEqualTo(" g");
            assertThat(tokenizer.singleToken(" good")).isEmpty();
            assertThat(tokenizer.text(0)).isEqualTo("<|endoftext|>");
        }
    }

    private void writeWeights(Map<String, FloatTensor> tensors, TensorPrecision precision) {
        SafetensorsWriter.write(directory.resolve("model.safetensors"), tensors, precision);
    }

    private void assertSameAsReference(float tolerance) {
        assertSameAs(new ReferenceGpt2(TinyModel.CONFIGURATION, weights), tolerance);
    }

    private void assertSameAs(ReferenceGpt2 reference, float tolerance) {
        double[] expected = reference.nextTokenLogits(TOKENS);
        try (LanguageModel model = LanguageModel.load(directory)) {
            float[] logits = model.nextTokenLogits(List.of(TOKENS))[0];
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) logits[i]).isCloseTo(expected[i], within((double) tolerance));
            }
        }
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> LanguageModel.load(directory))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(parts);
    }
}
