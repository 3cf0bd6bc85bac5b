package io.promptstream.languagemodel.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs TorchScript source into the archive that {@code torch::jit::load} reads: the code, a pickle of the one module
 * object with its attributes, an empty table of constants, and the version of the operator set that the code is written in.
 */
final class TorchScriptArchive {
    /** First operator set in which {@code gelu} takes the form of its approximation. */
    private static final String OPERATOR_SET = "10\n";

    private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

    private TorchScriptArchive() {}

    /**
     * @param className the class in {@code source} to instantiate
     * @param attributes its attributes of type int ({@link Integer}), float ({@link Double}) and str ({@link String})
     */
    static byte[] pack(String source, String className, Map<String, Object> attributes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "data.pkl", pickle(className, attributes));
            store(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            store(zip, "constants.pkl", NO_CONSTANTS);
            store(zip, "version", OPERATOR_SET.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pack the TorchScript class " + className, e);
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry("module/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** Python's pickle protocol 2: push the class, call it without arguments, set its state from a dictionary. */
    private static byte[] pickle(String className, Map<String, Object> attributes) {
        ByteBuffer pickle = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        pickle.put((byte) 0x80).put((byte) 2);
        pickle.put(("c__torch__\n" + className + "\n").getBytes(StandardCharsets.UTF_8));
        pickle.put((byte) ')').put((byte) 0x81).put((byte) '}').put((byte) '(');
        putString(pickle, "training");
        pickle.put((byte) 0x89);
        attributes.forEach((name, value) -> {
            putString(pickle, name);
            switch (value) {
                case Integer number -> pickle.put((byte) 'J').putInt(number);
                case Double number ->
                    pickle.put((byte) 'G')
                            .order(ByteOrder.BIG_ENDIAN)
                            .putDouble(number)
                            .order(ByteOrder.LITTLE_ENDIAN);
                case String text -> putString(pickle, text);
                default ->
                    throw new IllegalArgumentException("attribute %s is a %s: pass an Integer, Double or String"
                            .formatted(name, value.getClass()));
            }
        });
        pickle.put((byte) 'u').put((byte) 'b').put((byte) '.');
        byte[] bytes = new byte[pickle.flip().remaining()];
        pickle.get(bytes);
        return bytes;
    }

    private static void putString(ByteBuffer pickle, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        pickle.put((byte) 'X').putInt(bytes.length).put(bytes);
    }
}
