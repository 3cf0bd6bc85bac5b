package io.promptstream.local.input;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file in order, without byte order mark; they end as on Unix, Windows or an old Mac.
 *
 * <p>A {@code BufferedReader} would replace bytes that are not UTF-8, keep lines of any length, and end lines at both marks.
 */
final class PhysicalLines implements AutoCloseable {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int HEAD = 1 << 16;
    private static final int END = -1;

    private final InputStream in;
    private final Deque<PhysicalLine> putBack = new ArrayDeque<>();
    private final boolean endsWithReturn;
    private long number;

    private PhysicalLines(InputStream in, boolean endsWithReturn) {
        this.in = in;
        this.endsWithReturn = endsWithReturn;
    }

    static PhysicalLines open(Path file) throws IOException {
        var in = new BufferedInputStream(Files.newInputStream(file), HEAD);
        try {
            in.mark(HEAD);
            var head = in.readNBytes(HEAD);
            in.reset();
            in.skipNBytes(startsWithMark(head) ? BYTE_ORDER_MARK.length : 0);
            return new PhysicalLines(in, firstEndIsReturn(head));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** The next line; null at the end of the file. */
    @Nullable PhysicalLine next() throws IOException {
        var before = putBack.poll();
        return before != null ? before : read();
    }

    /** These lines come next once more. */
    void putBack(List<PhysicalLine> lines) {
        lines.reversed().forEach(putBack::addFirst);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private @Nullable PhysicalLine read() throws IOException {
        int next = in.read();
        if (next == END) {
            return null;
        }
        var line = new ByteArrayOutputStream();
        long length = 0;
        int last = END;
        int end = endsWithReturn ? '\r' : '\n';
        for (; next != END && next != end; next = in.read()) {
            length++;
            last = next;
            if (length <= PhysicalLine.LONGEST) {
                line.write(next);
            }
        }
        number++;
        var bytes = line.toByteArray();
        return last == '\r'
                ? new PhysicalLine(number, withoutLast(bytes, length), length - 1)
                : new PhysicalLine(number, bytes, length);
    }

    private static byte[] withoutLast(byte[] bytes, long length) {
        return bytes.length == length ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }

    private static boolean startsWithMark(byte[] head) {
        return head.length >= BYTE_ORDER_MARK.length
                && Arrays.equals(head, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
    }

    /** Whether the first line ends with a carriage return alone. */
    private static boolean firstEndIsReturn(byte[] head) {
        for (int at = 0; at < head.length && head[at] != '\n'; at++) {
            if (head[at] == '\r') {
                return at + 1 < head.length && head[at + 1] != '\n';
            }
        }
        return false;
    }
}
