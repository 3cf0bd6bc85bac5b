package io.promptstream.languagemodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.languagemodel.generation.Generated;
import io.promptstream.languagemodel.generation.GenerationRequest;
import io.promptstream.languagemodel.generation.Sampling;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One model with the vocabularies, tokenizers and ends of text that different tools write. */
final class CheckpointVocabularyIT {
    private static final Tokens TOKENS = VariedModel.TOKENS;
    private static final int ROWS = TinyModel.CONFIGURATION.vocabularySize();
    private static final int WIDTH = TinyModel.CONFIGURATION.width();
    private final VariedModel model;

    CheckpointVocabularyIT(@TempDir Path directory) throws IOException {
        this.model = new VariedModel(directory);
    }

    @Test
    void rowsThatPadTheVocabularyAreNoTokens() throws IOException {
        // Given: the last row would always be chosen
        model.padEmbedding(ROWS + 6, 100);
        model.edit("config.json", config -> config.put("vocab_size", ROWS + 6));
        // When // Then
        model.assertSameAs(model.reference());
        try (LanguageModel loaded = LanguageModel.load(model.directory())) {
            assertThat(loaded.configuration().vocabularySize()).isEqualTo(ROWS);
            assertThat(loaded.embeddingTable()).hasDimensions(ROWS, WIDTH);
        }
        model.edit("config.json", config -> config.put("vocab_size", ROWS));
        model.assertRefused("wte.weight has shape [264, 12]", "vocab_size");
    }

    @Test
    void idsThatStandForNothingAreNeverGenerated() throws IOException {
        // Given: an added token behind a hole, whose rows are the most probable ones
        model.padEmbedding(ROWS + 6, 100);
        model.edit("config.json", config -> config.put("vocab_size", ROWS + 6));
        model.edit("tokenizer.json", tokenizer -> VariedModel.add(tokenizer, ROWS + 5, "<added>", false));
        try (LanguageModel loaded = LanguageModel.load(model.directory())) {
            // When
            List<Generated> generated = loaded.generate(new Random(1)
                    .ints(40)
                    .mapToObj(seed -> new GenerationRequest(TOKENS, 8, new Sampling.TopK(2, 200, seed)))
                    .toList());
            // Then
            assertThat(loaded.configuration().vocabularySize()).isEqualTo(ROWS + 6);
            assertThat(generated.stream().flatMapToInt(text -> text.tokens().stream()))
                    .isNotEmpty()
                    .noneMatch(id -> id >= ROWS && id < ROWS + 5);
        }
    }

    @Test
    void moreTokensThanRowsAreRefused() throws IOException {
        // Given
        model.edit("tokenizer.json", tokenizer -> VariedModel.add(tokenizer, ROWS, "<pad>", true));
        // When // Then
        model.assertRefused("tokenizer.json", "\"<pad>\" has id 258", "config.json", "vocab_size");
        // Given
        model.padEmbedding(ROWS + 1, 1);
        model.edit("config.json", config -> config.put("vocab_size", ROWS + 1));
        // When // Then
        model.assertSameAs(model.reference());
    }

    @Test
    void aTextEndsWithWhateverIsDeclared() throws IOException {
        // Given
        model.edit(
                "config.json", config -> config.putArray("eos_token_id").add(7).add(0));
        Files.writeString(
                model.directory().resolve("generation_config.json"), "{\"eos_token_id\": [0, 9], \"do_sample\": true}");
        // When // Then
        assertThat(model.configuration().endOfTextId()).isEqualTo(7);
        assertThat(model.configuration().furtherEnds()).containsExactly(0, 9);
        model.edit("config.json", config -> config.putNull("eos_token_id").remove("bos_token_id"));
        assertThat(model.configuration().endOfTextId()).isZero();
        Files.writeString(model.directory().resolve("generation_config.json"), "{\"eos_token_id\": 300}");
        model.assertRefused("generation_config.json", "eos_token_id is 300");
        Files.delete(model.directory().resolve("generation_config.json"));
        Files.writeString(
                model.directory().resolve("special_tokens_map.json"), "{\"eos_token\": {\"content\": \"\u0120g\"}}");
        assertThat(model.configuration().endOfTextId()).isEqualTo(257);
        Files.writeString(model.directory().resolve("special_tokens_map.json"), "{\"eos_token\": null}");
        assertThat(model.configuration().endOfTextId()).isZero();
    }

    @Test
    void generationStopsAtEveryEnd() throws IOException {
        // Given: a model whose final states all point at one of its two ends
        float[] bias = TinyModel.values(model.weights(), "ln_f.bias");
        for (int i = 0; i < WIDTH; i++) {
            bias[i] = 100 * model.embedding().values()[9 * WIDTH + i];
        }
        model.write(model.weights());
        model.edit(
                "config.json", config -> config.putArray("eos_token_id").add(0).add(9));
        try (LanguageModel loaded = LanguageModel.load(model.directory())) {
            // When
            Generated generated = loaded.generate(List.of(new GenerationRequest(TOKENS, 8, new Sampling.Greedy())))
                    .getFirst();
            // Then
            assertThat(generated.ended()).isTrue();
            assertThat(generated.tokens()).isEqualTo(Tokens.empty());
        }
    }

    @Test
    void aTokenizerThatOtherToolsMadeCutAndFillGivesWholeTexts() throws IOException {
        // Given
        model.edit("tokenizer.json", tokenizer -> {
            tokenizer
                    .putObject("truncation")
                    .put("direction", "Right")
                    .put("max_length", 4)
                    .put("strategy", "LongestFirst")
                    .put("stride", 0);
            tokenizer
                    .putObject("padding")
                    .put("direction", "Right")
                    .put("pad_id", 0)
                    .put("pad_type_id", 0)
                    .put("pad_token", "<|endoftext|>")
                    .putNull("pad_to_multiple_of")
                    .putObject("strategy")
                    .put("Fixed", 512);
            tokenizer.putNull("post_processor");
            tokenizer
                    .withObject("/model")
                    .putArray("merges")
                    .addArray()
                    .add("\u0120")
                    .add("g");
        });
        try (LanguageModel loaded = LanguageModel.load(model.directory())) {
            // When // Then
            assertThat(loaded.tokenizer().encode("so good").size()).isEqualTo(6);
        }
    }
}
