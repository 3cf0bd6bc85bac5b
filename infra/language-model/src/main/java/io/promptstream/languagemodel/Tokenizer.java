package io.promptstream.languagemodel;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Text to token ids and back, by a Hugging Face {@code tokenizer.json}. Never truncates, pads or adds special tokens, and never takes
 * text for one: a user who writes {@code <|endoftext|>} has written thirteen characters. Whoever wants the token uses {@link
 * Gpt2Configuration#endOfTextId}. Thread-safe.
 */
public final class Tokenizer implements AutoCloseable {
    static final String FILE = "tokenizer.json";
    private static final Map<String, String> OPTIONS =
            Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

    private final HuggingFaceTokenizer encoder;
    private final HuggingFaceTokenizer decoder;
    private final OptionalInt longestToken;

    /**
     * @param encoder knows no special token by its name
     * @param decoder knows all of them
     * @param longestToken bytes that a token stands for at most; empty if that is not known
     */
    private Tokenizer(HuggingFaceTokenizer encoder, HuggingFaceTokenizer decoder, OptionalInt longestToken) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.longestToken = longestToken;
    }

    /**
     * Loads {@code tokenizer.json}.
     *
     * @throws ModelFormatException if it is missing or malformed
     */
    public static Tokenizer load(Path tokenizerJson) {
        if (!Files.isRegularFile(tokenizerJson)) {
            throw new ModelFormatException(
                    "%s does not exist: save the tokenizer with save_pretrained of a fast tokenizer"
                            .formatted(tokenizerJson));
        }
        try {
            byte[] json = Files.readAllBytes(tokenizerJson);
            HuggingFaceTokenizer decoder = tokenizer(json);
            return new Tokenizer(tokenizer(SpecialTokens.renamed(json)), decoder, LongestToken.of(json));
        } catch (JsonProcessingException e) {
            throw new ModelFormatException("%s is not JSON: %s".formatted(tokenizerJson, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + tokenizerJson, e);
        } catch (RuntimeException e) {
            throw new ModelFormatException(
                    "%s is not a tokenizer that can be loaded: %s".formatted(tokenizerJson, e.getMessage()), e);
        }
    }

    private static HuggingFaceTokenizer tokenizer(byte[] json) throws IOException {
        return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), OPTIONS);
    }

    /** Ids of a text; concatenated texts need not give concatenated ids, so encode template parts with their spaces. */
    public Tokens encode(String text) {
        return Tokens.of(Arrays.stream(encoder.encode(text, false, false).getIds())
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
