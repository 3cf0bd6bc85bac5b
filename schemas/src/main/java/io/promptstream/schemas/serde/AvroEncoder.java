package io.promptstream.schemas.serde;

import io.promptstream.schemas.registry.IncompatibleSchemaException;
import io.promptstream.schemas.registry.SchemaRegistryClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Turns records into bytes under the registry's ids. Safe for use by several threads. */
final class AvroEncoder {

    private final SchemaRegistryClient registry;
    private final SerdeConfig config;
    private final ConcurrentMap<SubjectSchema, Target> targets = new ConcurrentHashMap<>();
    private final ThreadLocal<Buffer> buffers = ThreadLocal.withInitial(Buffer::new);

    AvroEncoder(SchemaRegistryClient registry, SerdeConfig config) {
        this.registry = registry;
        this.config = config;
    }

    private record SubjectSchema(String subject, Schema schema) {}

    /** What a thread reuses from record to record. */
    private static final class Buffer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    }

    /**
     * How records of one schema are written.
     *
     * @param id what the header says
     * @param writer of the record's own schema
     * @param translation to the subject's latest schema, or null where records are written with their own
     */
    private record Target(
            int id, DatumWriter<Object> writer, @Nullable Translation translation) {}

    /** From a record's own schema to another one, through Avro's schema resolution. */
    private record Translation(GenericDatumReader<Object> reader, DatumWriter<Object> writer) {

        static Translation of(Schema own, Schema other) {
            return new Translation(new GenericDatumReader<>(own, other), new GenericDatumWriter<>(other));
        }
    }

    byte[] encode(String subject, IndexedRecord datum) {
        var schema = datum.getSchema();
        var target =
                targets.computeIfAbsent(new SubjectSchema(subject, schema), key -> targetFor(subject, schema, datum));
        try {
            var translation = target.translation();
            if (translation == null) {
                return write(target.id(), target.writer(), datum);
            }
            var own = write(target.id(), target.writer(), datum);
            var translated = translation.reader().read(null, new ByteArrayDecoder(own, WireFormat.HEADER));
            return write(target.id(), translation.writer(), translated);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AvroRuntimeException | ClassCastException | NullPointerException e) {
            throw new SerializationException(
                    "Cannot write the " + schema.getFullName() + " for subject " + subject + ": " + e.getMessage()
                            + "; give every field a value of its schema's type",
                    e);
        }
    }

    private byte[] write(int id, DatumWriter<Object> writer, Object datum) throws IOException {
        var buffer = buffers.get();
        buffer.bytes.reset();
        WireFormat.writeHeader(buffer.bytes, id);
        var encoder = EncoderFactory.get().binaryEncoder(buffer.bytes, buffer.encoder);
        writer.write(datum, encoder);
        encoder.flush();
        return buffer.bytes.toByteArray();
    }

    private Target targetFor(String subject, Schema schema, IndexedRecord datum) {
        var plain = config.removeJavaProperties() ? JavaProperties.removed(schema) : schema;
        var writer = writerFor(schema, datum);
        if (config.autoRegister()) {
            return new Target(registry.register(subject, plain), writer, null);
        }
        if (!config.useLatestVersion()) {
            return new Target(registry.idOf(subject, plain), writer, null);
        }
        var latest = registry.latest(subject);
        if (latest.schema().equals(plain)) {
            return new Target(latest.id(), writer, null);
        }
        requireReadable(subject, schema, latest.schema());
        return new Target(latest.id(), writer, Translation.of(schema, latest.schema()));
    }

    private static DatumWriter<Object> writerFor(Schema schema, IndexedRecord datum) {
        return datum instanceof SpecificRecord
                ? new SpecificDatumWriter<>(schema, SpecificData.getForClass(datum.getClass()))
                : new GenericDatumWriter<>(schema);
    }

    private static void requireReadable(String subject, Schema own, Schema latest) {
        var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(latest, own);
        if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
            throw new IncompatibleSchemaException(
                    "A " + own.getFullName() + " cannot be written with the latest schema of " + subject + ": "
                            + compatibility.getResult().getIncompatibilities()
                            + "; register the record's schema, or write without " + SerdeConfig.USE_LATEST_VERSION,
                    null);
        }
    }
}
