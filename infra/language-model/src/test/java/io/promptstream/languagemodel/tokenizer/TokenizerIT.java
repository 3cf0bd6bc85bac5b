package io.promptstream.languagemodel.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.languagemodel.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users write is text, whatever tokens it names. */
class TokenizerIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int END_OF_TEXT = 0;
    private static final int PADDING = 258;
    private static final int TABLE = 259;

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void addTokensBehindTheVocabulary() throws IOException {
        TinyModel.writeWithoutWeights(directory, TinyModel.CONFIGURATION);
        ObjectNode root = (ObjectNode) JSON.readTree(file().toFile());
        ArrayNode added = root.withArray("added_tokens");
        add(added, PADDING, "<pad>", true);
        add(added, TABLE, "<table>", false);
        Files.writeString(file(), root.toString());
    }

    @Test
    void namesOfSpecialTokensAreText() {
        // Given
        String text = "x<|endoftext|> <pad>y";
        try (Tokenizer tokenizer = Tokenizer.load(file())) {
            // When
            Tokens tokens = tokenizer.encode(text);

            // Then
            assertThat(tokens.size()).isEqualTo(text.length());
            assertThat(tokens.toArray()).doesNotContain(END_OF_TEXT, PADDING);
            assertThat(tokenizer.decode(tokens)).isEqualTo(text);
            assertThat(tokenizer.singleToken("<|endoftext|>")).isEmpty();
        }
    }

    @Test
    void knowsThatALongTextHasManyTokensWithoutEncodingIt() {
        try (Tokenizer tokenizer = Tokenizer.load(file())) {
            for (String text : List.of(
                    "",
                    "a",
                    "<|endoftext|>",
                    "<table><table>",
                    " \n\t ",
                    "é\u0130\u212a\ud83d\udc69",
                    "x".repeat(5000))) {
                assertThat(tokenizer.fewestTokens(text))
                        .as(text)
                        .isLessThanOrEqualTo(tokenizer.encode(text).size());
            }
            assertThat(tokenizer.fewestTokens("x".repeat(1 << 20))).isGreaterThan(50_000);
        }
    }

    @Test
    void knowsNothingOfTokenizersThatDropCharacters() throws IOException {
        // Given
        ObjectNode root = (ObjectNode) JSON.readTree(file().toFile());
        root.putObject("normalizer")
                .put("type", "Strip")
                .put("strip_left", true)
                .put("strip_right", true);
        Files.writeString(file(), root.toString());

        // When / Then
        try (Tokenizer tokenizer = Tokenizer.load(file())) {
            assertThat(tokenizer.fewestTokens(" ".repeat(1 << 20))).isZero();
        }
    }

    @Test
    void otherAddedTokensKeepTheirIds() {
        try (Tokenizer tokenizer = Tokenizer.load(file())) {
            assertThat(tokenizer.singleToken("<table>")).hasValue(TABLE);
        }
    }

    @Test
    void specialTokensAreKnownByTheirNames() throws IOException {
        // Given: another file says what tokenizer.json does not
        Files.writeString(
                directory.resolve("special_tokens_map.json"), "{\"additional_special_tokens\": [\"<table>\"]}");
        try (Tokenizer tokenizer = Tokenizer.load(file())) {
            // When // Then
            assertThat(tokenizer.specialTokens())
                    .isEqualTo(Map.of("<|endoftext|>", END_OF_TEXT, "<pad>", PADDING, "<table>", TABLE));
            assertThat(tokenizer.encode("<table>").size()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\u0001\u0002\n\t\r\u007F\u0085", "\u200B\u202E\uFEFF", "e\u0301\uD83D\uDE00"})
    void unprintableCharactersAreReadAndWrittenAsTheyAre(String text) {
        try (Tokenizer tokenizer = Tokenizer.load(file())) {
            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\uD800b", "\uDC00", "\uD83D", "\uDE00\uD83D"})
    void halfASurrogatePairIsReadAsTheReplacementCharacter(String text) {
        try (Tokenizer tokenizer = Tokenizer.load(file())) {
            assertThat(tokenizer.decode(tokenizer.encode(text)))
                    .isEqualTo(text.replaceAll("[\uD800-\uDFFF]", "\uFFFD"));
        }
    }

    @Test
    void specialTokensAreDecodedToTheirNames() {
        try (Tokenizer tokenizer = Tokenizer.load(file())) {
            assertThat(tokenizer.decode(Tokens.of(END_OF_TEXT, TABLE, PADDING))).isEqualTo("<|endoftext|><table><pad>");
        }
    }

    private Path file() {
        return directory.resolve(Tokenizer.FILE);
    }

    private static void add(ArrayNode tokens, int id, String content, boolean special) {
        ObjectNode token = tokens.get(0).deepCopy();
        tokens.add(token.put("id", id).put("content", content).put("special", special));
    }
}
