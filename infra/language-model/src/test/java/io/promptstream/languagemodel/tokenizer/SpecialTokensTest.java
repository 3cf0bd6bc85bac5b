package io.promptstream.languagemodel.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpecialTokensTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aSpecialTokenKeepsItsIdUnderANameOfItsOwn() throws IOException {
        // When
        JsonNode renamed = renamed("<end>", """
                {"added_tokens": [{"id": 1, "content": "<end>", "special": true}, {"id": 2, "content": "<tab>", "special": false}],
                 "model": {"unk_token": "<end>", "vocab": {"a": 0, "<end>": 1, "<tab>": 2}}}
                """);

        // Then
        String name = renamed.at("/added_tokens/0/content").asText();
        assertThat(name).hasSize(36).isNotEqualTo("<end>");
        assertThat(renamed).isEqualTo(JSON.readTree("""
                {"added_tokens": [{"id": 1, "content": "NAME", "special": true}, {"id": 2, "content": "<tab>", "special": false}],
                 "model": {"unk_token": "NAME", "vocab": {"a": 0, "<tab>": 2, "NAME": 1}}}
                """.replace("NAME", name)));
    }

    @Test
    void piecesOfAUnigramModelAreRenamedToo() throws IOException {
        // When
        JsonNode renamed = renamed("<s>", """
                {"added_tokens": [{"id": 0, "content": "<s>", "special": true}],
                 "model": {"unk_id": 0, "vocab": [["<s>", 0.0], ["a", -1.5]]}}
                """);

        // Then
        String name = renamed.at("/added_tokens/0/content").asText();
        assertThat(renamed.at("/model/vocab")).hasToString("[[\"%s\",0.0],[\"a\",-1.5]]".formatted(name));
    }

    @Test
    void everyCallDrawsNewNames() throws IOException {
        // Given
        String tokenizer = """
                {"added_tokens": [{"id": 0, "content": "<s>", "special": true}], "model": {"vocab": {"<s>": 0}}}
                """;

        // When, Then
        assertThat(renamed("<s>", tokenizer)).isNotEqualTo(renamed("<s>", tokenizer));
    }

    private static JsonNode renamed(String name, String tokenizerJson) throws IOException {
        return SpecialTokens.renamed((ObjectNode) JSON.readTree(tokenizerJson), Set.of(name));
    }
}
