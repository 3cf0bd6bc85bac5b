package io.promptstream.reward.dashboard;

import io.promptstream.event.Prompt;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The texts of tokens of a byte-level BPE vocabulary, in which a printable character stands for each byte (Radford et al.
 * 2019, {@code bytes_to_unicode} of GPT-2's encoder).
 */
public final class TokenTexts {
    /** Of a longer prompt, which no policy writes, nobody reads the tokens one by one. */
    private static final int MOST_TOKENS = 256;

    private final Map<Integer, String> vocabulary;
    private final Map<Integer, PromptText.Token> tokens = new ConcurrentHashMap<>();

    /** @param vocabulary the pieces by their ids, as a {@code tokenizer.json} writes them; empty if it is not known */
    public TokenTexts(Map<Integer, String> vocabulary) {
        this.vocabulary = Map.copyOf(vocabulary);
    }

    /** A prompt's text and tokens. Without a vocabulary, or for a prompt that people wrote, the text is one token. */
    PromptText of(Prompt prompt) {
        List<Integer> ids = prompt.getTokens();
        String text = Texts.cut(prompt.getText(), Texts.LONGEST);
        if (ids.isEmpty() || ids.size() > MOST_TOKENS || !vocabulary.keySet().containsAll(ids)) {
            return new PromptText(text, List.of(new PromptText.Token(text, -1, prints(text))));
        }
        return new PromptText(
                text,
                ids.stream().map(id -> tokens.computeIfAbsent(id, this::token)).toList());
    }

    private PromptText.Token token(int id) {
        String piece = vocabulary.getOrDefault(id, "");
        byte[] bytes = new byte[piece.length()];
        for (int index = 0; index < bytes.length; index++) {
            Integer value = BYTES.get(piece.charAt(index));
            if (value == null) {
                return new PromptText.Token(piece, id, prints(piece));
            }
            bytes[index] = value.byteValue();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new PromptText.Token(text, id, prints(text));
        } catch (CharacterCodingException e) {
            // Part of a character: shown as the vocabulary writes it.
            return new PromptText.Token(piece, id, false);
        }
    }

    private static boolean prints(String text) {
        return text.codePoints().anyMatch(character -> !Character.isWhitespace(character))
                && text.codePoints()
                        .noneMatch(character -> Character.isISOControl(character)
                                || character == 0xFFFD
                                || !Character.isDefined(character)
                                || Character.getType(character) == Character.FORMAT);
    }

    private static final Map<Character, Integer> BYTES = bytes();

    private static Map<Character, Integer> bytes() {
        Map<Character, Integer> bytes = new HashMap<>();
        int[] replaced = {0};
        IntStream.range(0, 256)
                .forEach(value ->
                        bytes.put(standsForItself(value) ? (char) value : (char) (256 + replaced[0]++), value));
        return Map.copyOf(bytes);
    }

    private static boolean standsForItself(int value) {
        return (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || value >= 0xAE;
    }
}
