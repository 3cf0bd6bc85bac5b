package io.promptstream.languagemodel.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.UUID;

/**
 * The special tokens of a {@code tokenizer.json}, such as {@code <|endoftext|>}. Hugging Face's library takes their names for the
 * tokens wherever a text contains them; its switch against that, {@code encode_special_tokens}, is not reachable through DJL.
 */
final class SpecialTokens {

    private SpecialTokens() {}

    /**
     * A copy of {@code tokenizerJson} whose special tokens have names that nobody can write, because they are drawn again at every call.
     * They keep their ids; removed ones would give theirs to added tokens that are not in the model's vocabulary.
     *
     * @param names of the special tokens
     */
    static ObjectNode renamed(ObjectNode tokenizerJson, Set<String> names) {
        ObjectNode root = tokenizerJson.deepCopy();
        if (root.path("model") instanceof ObjectNode model) {
            for (JsonNode token : root.path("added_tokens")) {
                String name = token.path("content").asText();
                if (token instanceof ObjectNode special && names.contains(name)) {
                    String secret = UUID.randomUUID().toString();
                    special.put("content", secret);
                    rename(model, name, secret);
                }
            }
        }
        return root;
    }

    private static void rename(ObjectNode model, String name, String secret) {
        if (name.equals(model.path("unk_token").asText())) {
            model.put("unk_token", secret);
        }
        switch (model.path("vocab")) {
            case ObjectNode ids -> renameKey(ids, name, secret);
            case ArrayNode scored -> renamePiece(scored, name, secret);
            default -> {}
        }
    }

    private static void renameKey(ObjectNode ids, String name, String secret) {
        JsonNode id = ids.remove(name);
        if (id != null) {
            ids.set(secret, id);
        }
    }

    /** Unigram models list pairs of piece and score. */
    private static void renamePiece(ArrayNode scored, String name, String secret) {
        for (JsonNode pair : scored) {
            if (pair instanceof ArrayNode piece && name.equals(piece.path(0).asText())) {
                piece.set(0, TextNode.valueOf(secret));
            }
        }
    }
}
