package io.promptstream.languagemodel;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Text to token ids and back, by a Hugging Face {@code tokenizer.json}. Never truncates, pads or adds special tokens.
 * Thread-safe.
 */
public final class Tokenizer implements AutoCloseable {
    static final String FILE = "tokenizer.json";
    private static final Map<String, String> OPTIONS =
            Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

    private final HuggingFaceTokenizer delegate;

    private Tokenizer(HuggingFaceTokenizer delegate) {
        this.delegate = delegate;
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
            return new Tokenizer(HuggingFaceTokenizer.newInstance(tokenizerJson, OPTIONS));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + tokenizerJson, e);
        } catch (RuntimeException e) {
            throw new ModelFormatException(
                    "%s is not a tokenizer that can be loaded: %s".formatted(tokenizerJson, e.getMessage()), e);
        }
    }

    /** Ids of a text; concatenated texts need not give concatenated ids, so encode template parts with their spaces. */
    public Tokens encode(String text) {
        return Tokens.of(Arrays.stream(delegate.encode(text, false, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray());
    }

    /** Text of ids, special tokens included. An incomplete UTF-8 sequence becomes U+FFFD. */
    public String decode(Tokens tokens) {
        return delegate.decode(tokens.stream().asLongStream().toArray(), false);
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
        delegate.close();
    }
}
