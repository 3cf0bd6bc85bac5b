package io.promptstream.task.remote.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

public class ReplyBodyTest {
    private static final byte[] UTF_8 = "grün".getBytes(StandardCharsets.UTF_8);

    @Test
    void uncompresses() throws IOException {
        assertThat(text(gzip(UTF_8), "Content-Encoding", "gzip")).isEqualTo("grün");
        assertThat(text(gzip(UTF_8), "Content-Encoding", "X-GZIP")).isEqualTo("grün");
        assertThat(text(gzip(UTF_8))).isEqualTo("grün");
        assertThat(text(UTF_8, "Content-Encoding", "gzip")).isEqualTo("grün");
        assertThat(text(deflated(false), "Content-Encoding", "deflate")).isEqualTo("grün");
        assertThat(text(deflated(true), "Content-Encoding", "deflate")).isEqualTo("grün");
        assertThat(text(gzip(gzip(UTF_8)), "Content-Encoding", "gzip, gzip")).isEqualTo("grün");
        assertThat(text(UTF_8, "Content-Encoding", "identity")).isEqualTo("grün");
    }

    @Test
    void refusesWhatItCannotUncompress() {
        assertThatThrownBy(() -> text(UTF_8, "Content-Encoding", "br"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("br");
        assertThatThrownBy(() -> text(gzip(new byte[(8 << 20) + 1]), "Content-Encoding", "gzip"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("8388608");
        assertThatThrownBy(() -> text(new byte[] {0x1f, (byte) 0x8b, 8}, "Content-Encoding", "gzip"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void decodesWhateverIsDeclared() throws IOException {
        assertThat(text(UTF_8)).isEqualTo("grün");
        assertThat(text(UTF_8, "Content-Type", "text/html; charset=ISO-8859-1")).isEqualTo("grün");
        assertThat(text(
                        "grün".getBytes(StandardCharsets.ISO_8859_1),
                        "Content-Type",
                        "application/json; charset=iso-8859-1"))
                .isEqualTo("grün");
        assertThat(text(
                        "grün".getBytes(StandardCharsets.ISO_8859_1),
                        "Content-Type",
                        "application/json; charset=nonsense"))
                .isEqualTo("grün");
        assertThat(text("\uFEFFgrün".getBytes(StandardCharsets.UTF_8))).isEqualTo("grün");
        assertThat(text("\uFEFFgrün".getBytes(StandardCharsets.UTF_16LE))).isEqualTo("grün");
        assertThat(text(
                        "grün".getBytes(StandardCharsets.UTF_16BE),
                        "Content-Type",
                        "application/json; charset=utf-16be"))
                .isEqualTo("grün");
    }

    private static String text(byte[] body, String... namesAndValues) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        return ReplyBody.text(HttpHeaders.of(headers, (name, value) -> true), body);
    }

    public static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflated(boolean bare) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream deflate = new DeflaterOutputStream(bytes, new Deflater(Deflater.DEFAULT_COMPRESSION, bare))) {
            deflate.write(UTF_8);
        }
        return bytes.toByteArray();
    }
}
