package io.promptstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ByteArrayDecoderTest {

    private interface Write {
        void to(BinaryEncoder encoder) throws IOException;
    }

    static Stream<SpecificRecord> events() {
        return SampleEvents.all();
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsWhatAvrosOwnDecoderReads(SpecificRecord event) throws Exception {
        // Given
        var bytes = encoded(
                encoder -> new SpecificDatumWriter<>(event.getSchema(), SpecificData.getForClass(event.getClass()))
                        .write(event, encoder));
        var reader = new GenericDatumReader<>(event.getSchema());

        // When
        var decoder = new ByteArrayDecoder(bytes, 0);
        var read = reader.read(null, decoder);

        // Then
        assertThat(read).isEqualTo(reader.read(null, DecoderFactory.get().binaryDecoder(bytes, null)));
        assertThat(decoder.remaining()).isZero();
    }

    @Test
    void readsNumbersAtTheirLimits() throws Exception {
        var bytes = encoded(encoder -> {
            encoder.writeInt(Integer.MIN_VALUE);
            encoder.writeInt(Integer.MAX_VALUE);
            encoder.writeLong(Long.MIN_VALUE);
            encoder.writeLong(Long.MAX_VALUE);
            encoder.writeFloat(Float.MIN_VALUE);
            encoder.writeDouble(Double.NaN);
        });
        var decoder = new ByteArrayDecoder(bytes, 0);

        assertThat(decoder.readInt()).isEqualTo(Integer.MIN_VALUE);
        assertThat(decoder.readInt()).isEqualTo(Integer.MAX_VALUE);
        assertThat(decoder.readLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(decoder.readLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(decoder.readFloat()).isEqualTo(Float.MIN_VALUE);
        assertThat(decoder.readDouble()).isNaN();
    }

    @Test
    void skipsFieldsThatTheReaderDoesNotHave() throws Exception {
        // Given
        var inner = SchemaBuilder.record("Inner")
                .fields()
                .requiredString("text")
                .requiredBytes("raw")
                .endRecord();
        var written = SchemaBuilder.record("Sample")
                .fields()
                .name("list")
                .type()
                .array()
                .items(inner)
                .noDefault()
                .name("map")
                .type()
                .map()
                .values()
                .longType()
                .noDefault()
                .name("fixed")
                .type()
                .fixed("Four")
                .size(4)
                .noDefault()
                .requiredInt("kept")
                .endRecord();
        var reading =
                SchemaBuilder.record("Sample").fields().requiredInt("kept").endRecord();
        var item = new GenericData.Record(inner);
        item.put("text", "skipped");
        item.put("raw", ByteBuffer.wrap(new byte[9]));
        var datum = new GenericData.Record(written);
        datum.put("list", List.of(item, item));
        datum.put("map", Map.of("a", 1L));
        datum.put("fixed", new GenericData.Fixed(written.getField("fixed").schema(), new byte[4]));
        datum.put("kept", 42);
        var plain = encoded(encoder -> new GenericDatumWriter<>(written).write(datum, encoder));
        var blocked = new ByteArrayOutputStream();
        var blocking = new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(blocked, null);
        new GenericDatumWriter<>(written).write(datum, blocking);
        blocking.flush();

        // When / Then
        for (var bytes : new byte[][] {plain, blocked.toByteArray()}) {
            var read = new GenericDatumReader<GenericData.Record>(written, reading)
                    .read(null, new ByteArrayDecoder(bytes, 0));
            assertThat(read.get("kept")).isEqualTo(42);
            var whole = new GenericDatumReader<GenericData.Record>(written).read(null, new ByteArrayDecoder(bytes, 0));
            assertThat(whole.toString()).isEqualTo(datum.toString());
        }
    }

    @Test
    void allocatesNothingForALengthThatTheBytesDoNotHold() throws Exception {
        var huge = encoded(encoder -> encoder.writeLong(Integer.MAX_VALUE - 8));

        assertThatThrownBy(() -> new ByteArrayDecoder(huge, 0).readString())
                .isInstanceOf(AvroRuntimeException.class)
                .hasMessageContaining("only 0 bytes follow");
        assertThatThrownBy(() -> new ByteArrayDecoder(huge, 0).readBytes(null))
                .isInstanceOf(AvroRuntimeException.class);
        assertThatThrownBy(() -> new ByteArrayDecoder(huge, 0).readArrayStart())
                .isInstanceOf(AvroRuntimeException.class);
        assertThatThrownBy(() -> new ByteArrayDecoder(huge, 0).readMapStart()).isInstanceOf(AvroRuntimeException.class);
    }

    @Test
    void refusesNumbersThatAreTooLongAndValuesThatEnd() {
        var endless = new byte[12];
        Arrays.fill(endless, (byte) 0xff);

        assertThatThrownBy(() -> new ByteArrayDecoder(endless, 0).readLong()).isInstanceOf(AvroRuntimeException.class);
        assertThatThrownBy(() -> new ByteArrayDecoder(new byte[3], 0).readDouble())
                .isInstanceOf(EOFException.class);
    }

    @Test
    void garbageNeverCausesMoreThanAnOrdinaryException() {
        // Given
        var random = new Random(7);
        var schemas = SampleEvents.all().map(SpecificRecord::getSchema).toList();

        // When / Then
        for (int i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            read(schemas.get(i % schemas.size()), bytes);
        }
    }

    private static void read(Schema schema, byte[] garbage) {
        try {
            assertThat(new GenericDatumReader<>(schema).read(null, new ByteArrayDecoder(garbage, 0)))
                    .isNotNull();
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            assertThat(e).isNotNull();
        }
    }

    private static byte[] encoded(Write write) throws IOException {
        var out = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(out, null);
        write.to(encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
