package io.promptstream.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.languagemodel.format.FloatTensor;
import io.promptstream.languagemodel.network.Activation;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One model as different tools write its weights. */
final class CheckpointVariantsIT {
    private static final int ROWS = TinyModel.CONFIGURATION.vocabularySize();
    private static final int WIDTH = TinyModel.CONFIGURATION.width();
    private final VariedModel model;

    CheckpointVariantsIT(@TempDir Path directory) throws IOException {
        this.model = new VariedModel(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "transformer.", "model.", "model.transformer.", "_orig_mod.transformer."})
    void anyPrefixWithTheHeadKeptOrTheEmbeddingDropped(String prefix) {
        // Given
        Map<String, FloatTensor> both = new LinkedHashMap<>();
        model.weights().forEach((name, tensor) -> both.put(prefix + name.substring("transformer.".length()), tensor));
        both.put(prefix.replace("transformer.", "") + "lm_head.weight", model.embedding());
        Map<String, FloatTensor> headOnly = new LinkedHashMap<>(both);
        headOnly.remove(prefix + "wte.weight");
        // When // Then
        model.write(both);
        model.assertSameAs(model.reference());
        model.write(headOnly);
        model.assertSameAs(model.reference());
    }

    @Test
    void aHeadThatIsDeclaredUntiedMustEqualTheEmbedding() throws IOException {
        // Given
        model.edit("config.json", config -> config.put("tie_word_embeddings", false));
        // When // Then
        model.assertRefused("config.json", "tie_word_embeddings", "lm_head.weight");
        model.weights().put("lm_head.weight", model.embedding());
        model.write(model.weights());
        model.assertSameAs(model.reference());
        float[] other = model.embedding().values().clone();
        other[7] += 1;
        model.weights().put("lm_head.weight", new FloatTensor(model.embedding().shape(), other));
        model.write(model.weights());
        model.assertRefused("config.json", "tie_word_embeddings", "lm_head.weight differs from transformer.wte.weight");
        // The library ties them where the configuration says so, whatever was saved.
        model.edit("config.json", config -> config.put("tie_word_embeddings", true));
        model.assertSameAs(model.reference());
    }

    @Test
    void withoutEmbeddingAndHeadThereIsNoModel() {
        // Given
        model.weights().remove("transformer.wte.weight");
        model.write(model.weights());
        // When // Then
        model.assertRefused("holds no tensor wte.weight");
        model.weights().remove("transformer.wpe.weight");
        model.write(model.weights());
        model.assertRefused("holds no tensor wpe.weight", "with or without a prefix");
    }

    @Test
    void whatIsNoPartOfTheModelIsLeftOutAndWhatWouldChangeItIsNot() {
        // Given
        FloatTensor one = new FloatTensor(new long[] {1}, new float[1]);
        model.weights().put("v_head.summary.weight", one);
        model.weights().put("multiple_choice_head.summary.bias", one);
        model.weights().put("transformer.h.1.attn.masked_bias", one);
        model.write(model.weights());
        // When // Then
        model.assertSameAs(model.reference());
        for (String name :
                List.of("transformer.h.0.attn.c_attn.lora_A.weight", "lm_head.bias", "transformer.h.3.ln_1.bias")) {
            Map<String, FloatTensor> more = new LinkedHashMap<>(model.weights());
            more.put(name, one);
            model.write(more);
            model.assertRefused(name, "check n_layer");
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, true"})
    void attentionIsScaledAsDeclared(boolean byWidth, boolean byLayer) throws IOException {
        // Given
        model.edit(
                "config.json",
                config -> config.put("scale_attn_weights", byWidth)
                        .put("scale_attn_by_inverse_layer_idx", byLayer)
                        .put("reorder_and_upcast_attn", true));
        IntToDoubleFunction scale =
                layer -> (byWidth ? 1 / Math.sqrt(TinyModel.CONFIGURATION.headWidth()) : 1) / (byLayer ? layer + 1 : 1);
        // When // Then
        model.assertSameAs(new ReferenceGpt2(TinyModel.CONFIGURATION, model.weights(), scale));
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void anyActivationIsComputedAsItIsNamed(Activation activation) throws IOException {
        // Given
        model.edit("config.json", config -> config.put("activation_function", activation.configName()));
        // When // Then
        assertThat(model.configuration().activation()).isEqualTo(activation);
        model.assertSameAs(new ReferenceGpt2(model.configuration(), model.weights()));
    }

    @Test
    void theFeedForwardPartMayHaveAnyWidth() throws IOException {
        // Given
        Gpt2Configuration narrow =
                new Gpt2Configuration(ROWS, 40, WIDTH, 3, 3, 1e-5, Activation.GELU_NEW, 0, 20, List.of());
        Map<String, FloatTensor> narrowWeights = TinyModel.weights(narrow, 2);
        model.edit("config.json", config -> config.put("n_inner", 20));
        model.write(narrowWeights);
        // When // Then
        model.assertSameAs(new ReferenceGpt2(narrow, narrowWeights));
        model.edit("config.json", config -> config.putNull("n_inner"));
        model.assertRefused("mlp.c_fc.weight", "n_inner");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "tokenizer.json"})
    void aByteOrderMarkIsPassedOver(String file) throws IOException {
        // Given
        Path path = model.directory().resolve(file);
        Files.writeString(path, "\uFEFF" + Files.readString(path));
        // When // Then
        model.assertSameAs(model.reference());
    }

    @Test
    void otherFormatsOfWeightsSayHowToConvertThem() throws IOException {
        // Given
        Files.delete(model.directory().resolve("model.safetensors"));
        Files.writeString(model.directory().resolve("pytorch_model.bin"), "pickle");
        // When // Then
        model.assertRefused("pytorch_model.bin", "safetensors", "from_pretrained(\"%s\")".formatted(model.directory()));
        Files.writeString(model.directory().resolve("model-00001-of-00002.safetensors"), "shard");
        model.assertRefused("model-00001-of-00002.safetensors", "add the index");
        Files.writeString(
                model.directory().resolve("model.safetensors.index.json"),
                "\uFEFF{\"weight_map\": {\"wpe.weight\": \"model-00002-of-00002.safetensors\"}}");
        model.assertRefused("model-00002-of-00002.safetensors does not exist");
    }

    @Test
    void slowTokenizersAreToBeSavedAsFastOnes() throws IOException {
        // Given
        Files.move(
                model.directory().resolve("tokenizer.json"), model.directory().resolve("vocab.json"));
        // When // Then
        model.assertRefused("tokenizer.json", "vocab.json and merges.txt");
        Files.writeString(model.directory().resolve("tokenizer.json"), "[]");
        model.assertRefused("tokenizer.json", "is not a JSON object");
    }
}
