package io.promptstream.languagemodel.format;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Writes safetensors files: eight bytes header length, a JSON header, the numbers.
 *
 * <p>DJL's {@code NDList} writes only arrays of its engine, and into the file that others may be reading.
 */
public final class SafetensorsWriter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /** Writes a file; whoever reads it meanwhile sees the former content or the new one, nothing in between. */
    public static void write(Path file, Map<String, FloatTensor> tensors, TensorPrecision precision) {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            try (FileChannel channel = FileChannel.open(
                    partial,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                writeFully(channel, header(tensors, precision));
                for (FloatTensor tensor : tensors.values()) {
                    writeFully(channel, encode(tensor.values(), precision));
                }
            }
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static ByteBuffer header(Map<String, FloatTensor> tensors, TensorPrecision precision) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long offset = 0;
        for (Map.Entry<String, FloatTensor> entry : tensors.entrySet()) {
            long end = offset + (long) entry.getValue().values().length * precision.bytes();
            ObjectNode tensor = header.putObject(entry.getKey()).put("dtype", precision.name());
            for (long dimension : entry.getValue().shape()) {
                tensor.withArray("shape").add(dimension);
            }
            tensor.withArray("shape");
            tensor.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = JSON.writeValueAsBytes(header);
        int padded = Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT;
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(padded).put(json).put(" ".repeat(padded - json.length).getBytes(StandardCharsets.US_ASCII));
        return buffer.flip();
    }

    private static ByteBuffer encode(float[] values, TensorPrecision precision) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(values.length, precision.bytes()));
        MemorySegment segment = MemorySegment.ofBuffer(buffer);
        for (int i = 0; i < values.length; i++) {
            precision.write(segment, i, values[i]);
        }
        return buffer;
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
