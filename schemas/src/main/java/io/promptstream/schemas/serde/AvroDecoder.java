package io.promptstream.schemas.serde;

import io.promptstream.schemas.registry.SchemaRegistryClient;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;

/** Turns bytes into records, resolving the writer's schema to the reader's. Safe for use by several threads. */
final class AvroDecoder {

    private final SchemaRegistryClient registry;
    private final boolean specific;
    private final ConcurrentMap<Integer, DatumReader<Object>> readers = new ConcurrentHashMap<>();

    AvroDecoder(SchemaRegistryClient registry, boolean specific) {
        this.registry = registry;
        this.specific = specific;
    }

    /**
     * The record that the bytes hold.
     *
     * @throws WireFormatException if they hold none; a {@code RegistryException} where the registry is the reason
     */
    Object decode(byte[] bytes) {
        int id = WireFormat.readId(bytes);
        var reader = readers.computeIfAbsent(id, this::readerFor);
        var decoder = new ByteArrayDecoder(bytes, WireFormat.HEADER);
        Object datum;
        try {
            datum = reader.read(null, decoder);
        } catch (IOException | RuntimeException e) {
            // Besides Avro's own, whatever a logical type's conversion throws; the registry is not asked in here.
            throw new WireFormatException(
                    "The value cannot be read with its schema (id " + id + "): " + e.getMessage()
                            + "; write the whole record and nothing but it after the header",
                    e);
        }
        if (decoder.remaining() > 0) {
            throw new WireFormatException(
                    "The value continues for " + decoder.remaining() + " bytes after a record of schema id " + id
                            + ": write one record, with the schema that the id stands for",
                    null);
        }
        return datum;
    }

    private DatumReader<Object> readerFor(int id) {
        var written = registry.schema(id);
        if (!specific) {
            return new GenericDatumReader<>(written);
        }
        if (written.getType() != Schema.Type.RECORD) {
            throw new WireFormatException("Schema id " + id + " is a " + written.getType() + ": write a record", null);
        }
        Class<?> type = SpecificData.get().getClass(written);
        if (type == null) {
            throw new WireFormatException(
                    "No class " + written.getFullName() + " for schema id " + id
                            + ": generate it from its schema and put it on the class path, or set "
                            + SerdeConfig.SPECIFIC_READER + "=false",
                    null);
        }
        var data = SpecificData.getForClass(type);
        return new SpecificDatumReader<>(written, data.getSchema(type), data);
    }
}
