package io.promptstream.task.remote.reply;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** Turns the bytes of a response into text: compressed although nobody asked, with a byte order mark, in another charset. */
public final class ReplyBody {
    private static final int LARGEST_TEXT = 8 << 20;
    private static final Pattern CHARSET = Pattern.compile("charset\\s*=\\s*\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);

    private ReplyBody() {}

    /**
     * The body as text, whatever its encoding and compression.
     *
     * @throws IOException if the body cannot be read; the message says why
     */
    public static String text(HttpHeaders headers, byte[] body) throws IOException {
        byte[] bytes = body;
        List<String> encodings = headers.allValues("Content-Encoding").stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(value -> value.strip().toLowerCase(Locale.ROOT))
                .filter(value -> !value.isEmpty() && !value.equals("identity"))
                .toList();
        for (String encoding : encodings.reversed()) {
            bytes = switch (encoding) {
                case "gzip", "x-gzip" -> looksLikeGzip(bytes) ? gunzipped(bytes) : bytes;
                case "deflate" -> inflated(bytes);
                default ->
                    throw new IOException(
                            "Content-Encoding %s, which was not asked for and is not understood".formatted(encoding));
            };
        }
        return decoded(looksLikeGzip(bytes) ? gunzipped(bytes) : bytes, declaredCharset(headers));
    }

    private static boolean looksLikeGzip(byte[] bytes) {
        return bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    }

    private static byte[] gunzipped(byte[] bytes) throws IOException {
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return bounded(plain);
        }
    }

    /** RFC 9110 means zlib's format; some servers send the bare one. */
    private static byte[] inflated(byte[] bytes) throws IOException {
        try (InputStream plain = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return bounded(plain);
        } catch (ZipException e) {
            Inflater bare = new Inflater(true);
            try (InputStream plain = new InflaterInputStream(new ByteArrayInputStream(bytes), bare)) {
                return bounded(plain);
            } finally {
                bare.end();
            }
        }
    }

    private static byte[] bounded(InputStream plain) throws IOException {
        byte[] bytes = plain.readNBytes(LARGEST_TEXT + 1);
        if (bytes.length > LARGEST_TEXT) {
            throw new IOException("a body of more than %d bytes when uncompressed".formatted(LARGEST_TEXT));
        }
        return bytes;
    }

    /** JSON is UTF-8; another charset counts only where the bytes are not that. */
    private static String decoded(byte[] bytes, Optional<Charset> declared) {
        if (bytes.length > 1
                && ((bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
                        || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE))) {
            return new String(bytes, StandardCharsets.UTF_16);
        }
        if (declared.isPresent() && declared.get().name().startsWith("UTF-16")) {
            return new String(bytes, declared.get());
        }
        try {
            return withoutMark(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return withoutMark(new String(
                    bytes,
                    declared.filter(charset -> !charset.equals(StandardCharsets.UTF_8))
                            .orElse(StandardCharsets.ISO_8859_1)));
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Optional<Charset> declaredCharset(HttpHeaders headers) {
        return headers.firstValue("Content-Type")
                .map(CHARSET::matcher)
                .filter(Matcher::find)
                .flatMap(found -> {
                    try {
                        return Optional.of(Charset.forName(found.group(1)));
                    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                        return Optional.empty();
                    }
                });
    }
}
