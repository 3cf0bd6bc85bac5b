package io.promptstream.languagemodel.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.languagemodel.format.ModelFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Text to token ids and back, by a Hugging Face {@code tokenizer.json}. Never truncates, pads or adds special tokens, and never takes
 * text for one: a user who writes {@code <|endoftext|>} has written thirteen characters. Whoever wants the token looks it up in
 * {@link #specialTokens}. Thread-safe.
 */
public final class Tokenizer implements AutoCloseable {
    public static final String FILE = "tokenizer.json";
    private static final Map<String, String> OPTIONS =
            Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

    private final TokenizerFile file;
    private final HuggingFaceTokenizer encoder;
    private final HuggingFaceTokenizer decoder;
    private final OptionalInt longestToken;

    /**
     * @param encoder knows no special token by its name
     * @param decoder knows all of them
     * @param longestToken bytes that a token stands for at most; empty if that is not known
     */
    private Tokenizer(
            TokenizerFile file, HuggingFaceTokenizer encoder, HuggingFaceTokenizer decoder, OptionalInt longestToken) {
        this.file = file;
        this.encoder = encoder;
        this.decoder = decoder;
        this.longestToken = longestToken;
    }

    /**
     * Loads {@code tokenizer.json}; what lies beside it may say which of its tokens are special.
     *
     * @throws ModelFormatException if it is missing or malformed
     */
    public static Tokenizer load(Path tokenizerJson) {
        TokenizerFile file = TokenizerFile.read(tokenizerJson);
        try {
            HuggingFaceTokenizer decoder = tokenizer(file.root());
            return new Tokenizer(
                    file,
                    tokenizer(SpecialTokens.renamed(file.root(), file.special().keySet())),
                    decoder,
                    LongestToken.of(bytes(file.root())));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + tokenizerJson, e);
        } catch (RuntimeException e) {
            throw new ModelFormatException(
                    "%s is not a tokenizer that can be loaded: %s".formatted(tokenizerJson, e.getMessage()), e);
        }
    }

    private static HuggingFaceTokenizer tokenizer(ObjectNode json) throws IOException {
        return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(bytes(json)), OPTIONS);
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Ids of the special tokens by their names, such as {@code <|endoftext|>}. */
    public Map<String, Integer> specialTokens() {
        return file.special();
    }

    /** Every id that stands for something; the ids between need not be consecutive. */
    public BitSet ids() {
        return file.ids();
    }

    public TokenizerFile file() {
        return file;
    }

    /**
     * Ids of a text; concatenated texts need not give concatenated ids, so encode template parts with their spaces. Half a
     * surrogate pair is no character and is read as U+FFFD.
     */
    public Tokens encode(String text) {
        return Tokens.of(
                Arrays.stream(encoder.encode(wellFormed(text), false, false).getIds())
                        .mapToInt(Math::toIntExact)
                        .toArray());
    }

    /**
     * A number of tokens that the text has at least, found without encoding it: a text of megabytes takes hundreds of them
     * to encode. 0 where nothing is known.
     */
    public int fewestTokens(String text) {
        // Every code point is a byte or more, whatever its case.
        return longestToken.isEmpty() || longestToken.getAsInt() == 0
                ? 0
                : Math.ceilDiv(text.codePointCount(0, text.length()), longestToken.getAsInt());
    }

    private static String wellFormed(String text) {
        if (text.chars().noneMatch(unit -> Character.isSurrogate((char) unit))) {
            return text;
        }
        int[] characters = text.codePoints()
                .map(character -> character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE
                        ? 0xFFFD
                        : character)
                .toArray();
        return new String(characters, 0, characters.length);
    }

    /** Text of ids, special tokens included. An incomplete UTF-8 sequence becomes U+FFFD. */
    public String decode(Tokens tokens) {
        return decoder.decode(tokens.stream().asLongStream().toArray(), false);
    }

    /** Text of one token, with its leading space if it has one. */
    public String text(int id) {
        return decode(Tokens.of(id));
    }

    /** The id of a text that is exactly one token, for example {@code " great"}; empty if it takes none or several. */
    public OptionalInt singleToken(String text) {
        Tokens tokens = encode(text);
        return tokens.size() == 1 ? OptionalInt.of(tokens.get(0)) : OptionalInt.empty();
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
    }
}
