package io.promptstream.languagemodel.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/** One mapped safetensors file whose header has been checked against the file's size. */
final class SafetensorsFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /** The limit of the reference implementation. */
    private static final long MAXIMUM_HEADER_BYTES = 100_000_000;

    private final Path path;
    private final Map<String, Entry> entries;

    private SafetensorsFile(Path path, Map<String, Entry> entries) {
        this.path = path;
        this.entries = entries;
    }

    /** One tensor of the header with its bytes. */
    private static final class Entry {
        private final String type;
        private final long[] shape;
        private final MemorySegment data;

        Entry(String type, long[] shape, MemorySegment data) {
            this.type = type;
            this.shape = shape;
            this.data = data;
        }
    }

    static SafetensorsFile map(Path path, Arena arena) {
        if (!Files.isRegularFile(path)) {
            throw new ModelFormatException("%s does not exist".formatted(path));
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new SafetensorsFile(path, entries(path, bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private static Map<String, Entry> entries(Path path, MemorySegment bytes) {
        if (bytes.byteSize() < Long.BYTES) {
            throw new ModelFormatException(
                    "%s is not a safetensors file: it has only %d bytes".formatted(path, bytes.byteSize()));
        }
        long headerBytes = bytes.get(LENGTH, 0);
        if (headerBytes < 2 || headerBytes > Math.min(MAXIMUM_HEADER_BYTES, bytes.byteSize() - Long.BYTES)) {
            throw new ModelFormatException(
                    "%s is not a complete safetensors file: its header should have %d bytes, the file has %d"
                            .formatted(path, headerBytes, bytes.byteSize()));
        }
        JsonNode header = parse(path, bytes.asSlice(Long.BYTES, headerBytes));
        MemorySegment data = bytes.asSlice(Long.BYTES + headerBytes);
        Map<String, Entry> entries = new LinkedHashMap<>();
        header.properties().forEach(property -> {
            if (!property.getKey().equals("__metadata__")) {
                entries.put(property.getKey(), entry(path, property.getKey(), property.getValue(), data));
            }
        });
        return entries;
    }

    private static JsonNode parse(Path path, MemorySegment header) {
        try {
            JsonNode root = JSON.readTree(header.toArray(ValueLayout.JAVA_BYTE));
            if (!root.isObject()) {
                throw new ModelFormatException("%s: the header is not a JSON object".formatted(path));
            }
            return root;
        } catch (IOException e) {
            throw new ModelFormatException("%s: the header is not JSON: %s".formatted(path, e.getMessage()), e);
        }
    }

    private static Entry entry(Path path, String name, JsonNode declared, MemorySegment data) {
        long[] shape = longs(declared.path("shape"));
        long[] offsets = longs(declared.path("data_offsets"));
        String type = declared.path("dtype").asText();
        if (offsets.length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > data.byteSize()) {
            throw new ModelFormatException(
                    "%s: tensor %s has data_offsets %s: expected a range within the %d bytes of data"
                            .formatted(path, name, declared.path("data_offsets"), data.byteSize()));
        }
        long bytes = offsets[1] - offsets[0];
        TensorPrecision.named(type).ifPresent(precision -> {
            long expected = LongStream.of(shape).reduce(precision.bytes(), Math::multiplyExact);
            if (bytes != expected) {
                throw new ModelFormatException("%s: tensor %s has %d bytes: shape %s of %s takes %d"
                        .formatted(path, name, bytes, declared.path("shape"), type, expected));
            }
        });
        return new Entry(type, shape, data.asSlice(offsets[0], bytes));
    }

    private static long[] longs(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
    }

    Path path() {
        return path;
    }

    Set<String> names() {
        return entries.keySet();
    }

    FloatTensor read(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new ModelFormatException("%s holds no tensor %s".formatted(path, name));
        }
        TensorPrecision precision = TensorPrecision.named(entry.type)
                .orElseThrow(() -> new ModelFormatException("%s: tensor %s is stored as %s: expected one of %s"
                        .formatted(path, name, entry.type, TensorPrecision.allNames())));
        float[] values = new float[Math.toIntExact(entry.data.byteSize() / precision.bytes())];
        for (int i = 0; i < values.length; i++) {
            values[i] = precision.read(entry.data, i);
        }
        return new FloatTensor(entry.shape, values);
    }
}
