package io.promptstream.languagemodel.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** How much text one token can stand for at most, read off a {@code tokenizer.json}. */
final class LongestToken {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BYTES = 256;

    private LongestToken() {}

    /**
     * In bytes of UTF-8; empty unless it is certain that every character of a text is in some token: byte-level BPE that knows
     * every byte, behind nothing that removes or joins characters.
     */
    static OptionalInt of(byte[] tokenizerJson) throws IOException {
        JsonNode root = JSON.readTree(tokenizerJson);
        JsonNode vocabulary = root.path("model").path("vocab");
        if (!keepsCharacters(root.path("normalizer"))
                || !isByteLevel(root.path("pre_tokenizer"))
                || !root.path("model").path("type").asText().equals("BPE")) {
            return OptionalInt.empty();
        }
        int longest = 0;
        int single = 0;
        for (var entry : vocabulary.properties()) {
            // The vocabulary writes each byte as one character.
            int length = entry.getKey().codePointCount(0, entry.getKey().length());
            longest = Math.max(longest, length);
            single += length == 1 ? 1 : 0;
        }
        for (JsonNode added : root.path("added_tokens")) {
            if (added.path("lstrip").asBoolean() || added.path("rstrip").asBoolean()) {
                return OptionalInt.empty();
            }
            longest = Math.max(longest, added.path("content").asText().getBytes(StandardCharsets.UTF_8).length);
        }
        return single < BYTES ? OptionalInt.empty() : OptionalInt.of(longest);
    }

    private static boolean keepsCharacters(JsonNode normalizer) {
        return normalizer.isMissingNode()
                || normalizer.isNull()
                || normalizer.path("type").asText().equals("Lowercase");
    }

    private static boolean isByteLevel(JsonNode preTokenizer) {
        return preTokenizer.path("type").asText().equals("ByteLevel");
    }
}
