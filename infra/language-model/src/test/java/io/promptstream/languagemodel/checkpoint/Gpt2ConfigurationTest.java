package io.promptstream.languagemodel.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.languagemodel.format.ModelFormatException;
import io.promptstream.languagemodel.network.Activation;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Gpt2ConfigurationTest {
    private static final Path FILE = Path.of("nowhere", "config.json");
    private static final Gpt2Configuration SMALL =
            new Gpt2Configuration(8192, 128, 192, 4, 6, 1e-5, Activation.GELU_NEW, 0);

    @Test
    void readsWhatHuggingFaceWritesForGpt2() {
        // Given
        String json = """
                {"activation_function": "gelu_new", "architectures": ["GPT2LMHeadModel"], "attn_pdrop": 0.1,
                 "bos_token_id": 50256, "embd_pdrop": 0.1, "eos_token_id": 50256, "initializer_range": 0.02,
                 "layer_norm_epsilon": 1e-05, "model_type": "gpt2", "n_ctx": 1024, "n_embd": 768, "n_head": 12,
                 "n_layer": 6, "n_positions": 1024, "resid_pdrop": 0.1, "n_inner": null, "vocab_size": 50257}
                """;
        // When
        Gpt2Configuration configuration =
                Gpt2ConfigurationFile.parse(FILE, json).configuration();
        // Then
        assertThat(configuration)
                .isEqualTo(new Gpt2Configuration(50257, 1024, 768, 6, 12, 1e-5, Activation.GELU_NEW, 50256));
    }

    @Test
    void readsBackWhatItWrites() {
        // Given
        String json = Gpt2ConfigurationFile.format(SMALL);
        // When
        Gpt2Configuration configuration =
                Gpt2ConfigurationFile.parse(FILE, json).configuration();
        // Then
        assertThat(configuration).isEqualTo(SMALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GPT2LMHeadModel | LlamaForCausalLM | architectures",
                "\"model_type\" : \"gpt2\" | \"model_type\" : \"llama\" | model_type",
                "gelu_new | silu | activation_function",
                "\"n_ctx\" : 128 | \"n_inner\" : 1.5 | n_inner",
                "\"n_ctx\" : 128 | \"n_inner\" : 0 | innerWidth",
                "\"eos_token_id\" : 0 | \"eos_token_id\" : [0, 8192] | eos_token_id",
                "\"eos_token_id\" : 0 | \"eos_token_id\" : \"end\" | eos_token_id",
                "\"eos_token_id\" : 0 | \"eos_token_id\" : null | eos_token_id",
                "\"n_ctx\" : 128 | \"add_cross_attention\" : true | add_cross_attention",
                "\"n_head\" : 6 | \"n_head\" : \"six\" | n_head",
                "\"n_embd\" : 192, | '' | n_embd",
                "\"n_head\" : 6 | \"n_head\" : 5 | heads",
            })
    void refusesWhatItWouldComputeWronglyAndNamesTheField(String original, String replacement, String field) {
        // Given
        String valid = Gpt2ConfigurationFile.format(SMALL);
        String json = valid.replace(original, replacement);
        assertThat(json).isNotEqualTo(valid);
        // When // Then
        assertThatThrownBy(() -> Gpt2ConfigurationFile.parse(FILE, json))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(FILE.toString())
                .hasMessageContaining(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"n_positions\" : 128, | ''",
                "\"n_ctx\" : 128, | \"n_ctx\" : 64,",
                "\"n_positions\" : 128 | \"max_position_embeddings\" : 128, \"n_ctx\" : null",
                "\"n_embd\" : 192 | \"hidden_size\" : 192",
                "\"n_layer\" : 4 | \"num_hidden_layers\" : 4",
                "\"n_head\" : 6 | \"num_attention_heads\" : 6",
                "\"n_ctx\" : 128, | \"n_inner\" : null, \"reorder_and_upcast_attn\" : true, \"bos_token_id\" : null,",
                "\"n_ctx\" : 128, | \"n_inner\" : 768, \"torch_dtype\" : \"bfloat16\", \"summary_type\" : \"cls_index\",",
                "GPT2LMHeadModel | GPT2Model",
                "gelu_new | gelu_fast",
                "\"eos_token_id\" : 0 | \"eos_token_id\" : [0]",
            })
    void readsTheSameModelInOtherWords(String original, String replacement) {
        // Given
        String valid = Gpt2ConfigurationFile.format(SMALL);
        String json = valid.replace(original, replacement);
        assertThat(json).isNotEqualTo(valid);
        // When // Then
        assertThat(Gpt2ConfigurationFile.parse(FILE, json).configuration()).isEqualTo(SMALL);
    }

    @Test
    void readsAnInnerWidthAndSeveralEndsOfItsOwn() {
        // Given
        Gpt2Configuration other =
                new Gpt2Configuration(8192, 128, 192, 4, 6, 1e-5, Activation.GELU, 7, 500, List.of(9, 8));
        // When // Then
        assertThat(Gpt2ConfigurationFile.parse(FILE, Gpt2ConfigurationFile.format(other))
                        .configuration())
                .isEqualTo(other);
    }

    @Test
    void whereNothingNamesTheEndOfTextItIsTheLibrarysDefault() {
        // Given
        String json = """
                {"model_type": "gpt2", "n_embd": 768, "n_head": 12, "n_layer": 6, "n_positions": 1024, "vocab_size": 50304}
                """;
        // When // Then
        assertThat(Gpt2ConfigurationFile.parse(FILE, json).configuration().endOfTextId())
                .isEqualTo(50256);
    }

    @Test
    void saysThatAFileIsNotJson() {
        // When // Then
        assertThatThrownBy(() -> Gpt2ConfigurationFile.parse(FILE, "{\"model_type\": "))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(FILE + " is not JSON");
    }
}
