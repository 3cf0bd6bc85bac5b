package io.promptstream.schemas.serde;

import io.promptstream.schemas.topic.TopicCatalogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/** One event of every type, with every field set, made from the schemas so that none is forgotten when they change. */
final class SampleEvents {

    private SampleEvents() {}

    static Stream<SpecificRecord> all() {
        return TopicCatalogue.withDefaults().events().values().stream().map(SampleEvents::of);
    }

    static <T extends SpecificRecord> T of(Class<T> type) {
        var data = SpecificData.getForClass(type);
        var schema = data.getSchema(type);
        try {
            var out = new ByteArrayOutputStream();
            var encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<>(schema).write(sample(schema), encoder);
            encoder.flush();
            var reader = new SpecificDatumReader<Object>(schema, schema, data);
            return type.cast(reader.read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object sample(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> {
                var datum = new GenericData.Record(schema);
                schema.getFields().forEach(field -> datum.put(field.name(), sample(field.schema())));
                yield datum;
            }
            case UNION ->
                sample(schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow());
            case ENUM ->
                new GenericData.EnumSymbol(schema, schema.getEnumSymbols().getLast());
            case ARRAY -> List.of(sample(schema.getElementType()), sample(schema.getElementType()));
            case MAP -> Map.of("Schlüssel", sample(schema.getValueType()));
            case STRING ->
                schema.getLogicalType() == null ? "Größe 東京 \uD83D\uDE00" : "1f0e8a44-6f2c-4c1b-9b6e-0d5b7e6a9c11";
            case BYTES -> ByteBuffer.wrap(new byte[] {0, 1, -1});
            case FIXED -> new GenericData.Fixed(schema, new byte[schema.getFixedSize()]);
            case INT -> -7;
            case LONG -> 1_790_000_000_123L;
            case FLOAT -> 0.25f;
            case DOUBLE -> -1e-3;
            case BOOLEAN -> true;
            case NULL -> throw new IllegalArgumentException("a field that is always null");
        };
    }
}
