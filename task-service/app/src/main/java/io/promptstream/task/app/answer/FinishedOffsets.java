package io.promptstream.task.app.answer;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.BitSet;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Writes the finished offsets beyond a committed one into the commit's metadata, and reads them back. Two forms, of which
 * the shorter is taken: lengths of runs, unfinished and finished in turn, and a bit for each offset.
 */
final class FinishedOffsets {
    /**
     * How far beyond the committed offset an offset may be. So many bits, six to a character, are shorter than what a
     * broker takes unless told otherwise ({@code offset.metadata.max.bytes}, 4096).
     */
    static final int SPAN = 24_000;

    private static final char RUNS = 'r';
    private static final char BITS = 'b';
    private static final int SEVEN_BITS = 0x7f;

    private FinishedOffsets() {}

    /**
     * The metadata.
     *
     * @param committed the first offset that is not finished
     * @param finished offsets from {@code committed + 1} to {@code committed + SPAN - 1}
     */
    static String write(long committed, NavigableSet<Long> finished) {
        if (finished.isEmpty()) {
            return "";
        }
        if (finished.first() <= committed || finished.last() >= committed + SPAN) {
            throw new IllegalArgumentException("%d to %d do not lie within %d offsets beyond %d"
                    .formatted(finished.first(), finished.last(), SPAN, committed));
        }
        byte[] bits = bits(committed, finished);
        byte[] runs = runs(committed, finished);
        Base64.Encoder text = Base64.getEncoder().withoutPadding();
        return runs.length <= bits.length ? RUNS + text.encodeToString(runs) : BITS + text.encodeToString(bits);
    }

    /**
     * The finished offsets; empty if the metadata is none that {@link #write} makes. No metadata means that there are none.
     */
    static Optional<NavigableSet<Long>> read(long committed, String metadata) {
        if (metadata.isEmpty()) {
            return Optional.of(new TreeSet<>());
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(metadata.substring(1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return switch (metadata.charAt(0)) {
            case RUNS -> readRuns(committed, bytes);
            case BITS -> readBits(committed, bytes);
            default -> Optional.empty();
        };
    }

    private static byte[] bits(long committed, NavigableSet<Long> finished) {
        BitSet bits = new BitSet();
        finished.forEach(offset -> bits.set((int) (offset - committed)));
        return bits.toByteArray();
    }

    private static byte[] runs(long committed, NavigableSet<Long> finished) {
        ByteArrayOutputStream runs = new ByteArrayOutputStream();
        long begin = committed;
        long end = committed;
        for (long offset : finished) {
            if (offset > end) {
                if (end > begin) {
                    writeNumber(runs, end - begin);
                }
                writeNumber(runs, offset - end);
                begin = offset;
            }
            end = offset + 1;
        }
        writeNumber(runs, end - begin);
        return runs.toByteArray();
    }

    private static void writeNumber(ByteArrayOutputStream runs, long number) {
        long left = number;
        while (left > SEVEN_BITS) {
            runs.write((int) (left & SEVEN_BITS) | SEVEN_BITS + 1);
            left >>>= 7;
        }
        runs.write((int) left);
    }

    private static Optional<NavigableSet<Long>> readRuns(long committed, byte[] bytes) {
        NavigableSet<Long> finished = new TreeSet<>();
        boolean done = false;
        int distance = 0;
        int run = 0;
        int shift = 0;
        for (byte next : bytes) {
            run |= (next & SEVEN_BITS) << shift;
            shift += 7;
            if (next < 0 && shift <= 14) {
                continue;
            }
            if (next < 0 || run > SPAN - distance) {
                return Optional.empty();
            }
            if (done) {
                for (int i = 0; i < run; i++) {
                    finished.add(committed + distance + i);
                }
            }
            distance += run;
            done = !done;
            run = 0;
            shift = 0;
        }
        return Optional.of(finished);
    }

    private static Optional<NavigableSet<Long>> readBits(long committed, byte[] bytes) {
        BitSet bits = BitSet.valueOf(bytes);
        if (bits.length() > SPAN) {
            return Optional.empty();
        }
        NavigableSet<Long> finished = new TreeSet<>();
        bits.stream().forEach(distance -> finished.add(committed + distance));
        return Optional.of(finished);
    }
}
