package io.promptstream.local.input;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A line as it stands in the file. */
final class PhysicalLine {

    /** The longest line that is kept in memory; a query has far less room. */
    static final int LONGEST = 32 * 1024 * 1024;

    private final long number;
    private final byte[] bytes;
    private final long length;

    /**
     * Takes a line.
     *
     * @param number from 1
     * @param bytes without the line end; only the beginning of a line that is too long
     * @param length of the whole line in bytes
     */
    PhysicalLine(long number, byte[] bytes, long length) {
        this.number = number;
        this.bytes = bytes;
        this.length = length;
    }

    long number() {
        return number;
    }

    /** The line's text. */
    String text() throws BadLineException {
        if (length > bytes.length) {
            throw new BadLineException("too long: " + length + " bytes, at most " + LONGEST);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadLineException("not UTF-8: save the file in that encoding, for example with"
                    + " 'iconv -f WINDOWS-1252 -t UTF-8'");
        }
    }

    /** Whether it can be read. */
    boolean isText() {
        try {
            text();
            return true;
        } catch (BadLineException e) {
            return false;
        }
    }

    boolean isBlank() {
        for (byte each : bytes) {
            if (!Character.isWhitespace(each)) {
                return false;
            }
        }
        return true;
    }
}
