package io.promptstream.schemas.serde;

import java.io.ByteArrayOutputStream;

/** Confluent's wire format: byte 0, the schema's id in four big-endian bytes, then the record in Avro's binary encoding. */
final class WireFormat {

    static final int HEADER = 5;
    private static final byte MAGIC = 0;

    private WireFormat() {}

    static void writeHeader(ByteArrayOutputStream out, int id) {
        out.write(MAGIC);
        out.write(id >>> 24);
        out.write(id >>> 16);
        out.write(id >>> 8);
        out.write(id);
    }

    /**
     * The schema id.
     *
     * @throws WireFormatException if the bytes are too short or begin with another byte
     */
    static int readId(byte[] bytes) {
        if (bytes.length < HEADER) {
            throw new WireFormatException(
                    "The value has " + bytes.length + " bytes, fewer than the " + HEADER + " of Confluent's header:"
                            + " write events with AvroSerializer or another serializer of Confluent's wire format",
                    null);
        }
        if (bytes[0] != MAGIC) {
            throw new WireFormatException(
                    "The value begins with byte " + (bytes[0] & 0xff) + ", not with Confluent's magic byte 0:"
                            + " write events with AvroSerializer or another serializer of Confluent's wire format",
                    null);
        }
        return (bytes[1] & 0xff) << 24 | (bytes[2] & 0xff) << 16 | (bytes[3] & 0xff) << 8 | (bytes[4] & 0xff);
    }
}
