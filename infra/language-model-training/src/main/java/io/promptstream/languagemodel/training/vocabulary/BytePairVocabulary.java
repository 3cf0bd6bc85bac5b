package io.promptstream.languagemodel.training.vocabulary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A byte-level BPE vocabulary: 256 byte tokens, the tokens that the merges make, and {@code <|endoftext|>} as the last id. Encodes
 * text to the ids that Hugging Face's tokenizer gives for {@link #toJson()}. Not safe for use by several threads: it remembers words.
 */
public final class BytePairVocabulary {

    static final String END_OF_TEXT = "<|endoftext|>";

    private final List<Merge> merges;
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final Map<Merge, Integer> ranks = new HashMap<>();
    private final Map<String, int[]> encodedWords = new HashMap<>();

    /** Two neighbouring tokens that become one. */
    record Merge(String left, String right) {

        String joined() {
            return left + right;
        }
    }

    BytePairVocabulary(List<Merge> merges) {
        this.merges = List.copyOf(merges);
        for (String symbol : ByteLevel.alphabet()) {
            ids.put(symbol, ids.size());
        }
        for (Merge merge : this.merges) {
            ids.putIfAbsent(merge.joined(), ids.size());
            ranks.putIfAbsent(merge, ranks.size());
        }
        ids.put(END_OF_TEXT, ids.size());
    }

    public int size() {
        return ids.size();
    }

    public int endOfText() {
        return ids.size() - 1;
    }

    /** The ids of {@code text}, which is lower-cased; special tokens are not recognised in it. */
    public int[] encode(String text) {
        List<int[]> words = new ArrayList<>();
        int length = 0;
        for (String word : ByteLevel.words(text)) {
            int[] encoded = encodedWords.computeIfAbsent(word, this::encodeWord);
            words.add(encoded);
            length += encoded.length;
        }
        int[] all = new int[length];
        int next = 0;
        for (int[] word : words) {
            System.arraycopy(word, 0, all, next, word.length);
            next += word.length;
        }
        return all;
    }

    /** The tokens of one word, by applying the earliest learned merge until none applies. */
    List<String> pieces(String word) {
        List<String> pieces = new ArrayList<>();
        for (char symbol : ByteLevel.printable(word).toCharArray()) {
            pieces.add(String.valueOf(symbol));
        }
        while (pieces.size() > 1) {
            int best = -1;
            int bestRank = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < pieces.size(); i++) {
                int rank = ranks.getOrDefault(new Merge(pieces.get(i), pieces.get(i + 1)), Integer.MAX_VALUE);
                if (rank < bestRank) {
                    best = i;
                    bestRank = rank;
                }
            }
            if (best < 0) {
                return pieces;
            }
            pieces.set(best, pieces.get(best) + pieces.remove(best + 1));
        }
        return pieces;
    }

    private int[] encodeWord(String word) {
        return pieces(word).stream().mapToInt(this::id).toArray();
    }

    private int id(String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new IllegalStateException("token '" + token + "' is not in the vocabulary");
        }
        return id;
    }

    /** The first {@code most} tokens that are a space and letters, without that space: about the most frequent words first. */
    public List<String> wholeWords(int most) {
        return ids.keySet().stream()
                .filter(token -> token.matches("Ġ[a-z]+"))
                .map(token -> token.substring(1))
                .limit(most)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    List<Merge> merges() {
        return merges;
    }

    /** The content of a {@code tokenizer.json} as nested maps and lists. */
    public Map<String, Object> toJson() {
        Map<String, Object> endOfText = new LinkedHashMap<>();
        endOfText.put("id", endOfText());
        endOfText.put("content", END_OF_TEXT);
        endOfText.put("single_word", false);
        endOfText.put("lstrip", false);
        endOfText.put("rstrip", false);
        endOfText.put("normalized", false);
        endOfText.put("special", true);
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("type", "BPE");
        model.put("dropout", null);
        model.put("unk_token", null);
        model.put("continuing_subword_prefix", null);
        model.put("end_of_word_suffix", null);
        model.put("fuse_unk", false);
        model.put("byte_fallback", false);
        model.put("vocab", ids);
        model.put("merges", merges.stream().map(m -> m.left() + " " + m.right()).toList());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("truncation", null);
        json.put("padding", null);
        json.put("added_tokens", List.of(endOfText));
        json.put("normalizer", Map.of("type", "Lowercase"));
        json.put("pre_tokenizer", byteLevel());
        json.put("post_processor", null);
        json.put("decoder", byteLevel());
        json.put("model", model);
        return json;
    }

    private static Map<String, Object> byteLevel() {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("type", "ByteLevel");
        step.put("add_prefix_space", false);
        step.put("trim_offsets", true);
        step.put("use_regex", true);
        return step;
    }
}
