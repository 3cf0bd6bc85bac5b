package io.promptstream.acceptance;

import io.promptstream.event.Feedback;
import io.promptstream.event.Query;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;

/** Values that no topic expects, each different from all others. */
final class Garbage {

    private static final int SMALLEST_UNKNOWN_SCHEMA = 1_000_000;

    private final Random random = new Random(7);
    private final EventCodec codec;

    Garbage(EventCodec codec) {
        this.codec = codec;
    }

    /**
     * So many values of several kinds.
     *
     * @param good an event that belongs on the topic
     */
    List<byte[]> of(Topic topic, SpecificRecord good, int count) {
        var proper = codec.encode(topic.name(), good);
        var values = new ArrayList<byte[]>();
        for (int number = 0; number < count; number++) {
            values.add(
                    switch (number % 5) {
                        case 0 -> noise(number);
                        case 1 -> ("{\"number\": " + number + "}").getBytes(StandardCharsets.UTF_8);
                        case 2 -> unknownSchema(number);
                        case 3 -> cutOff(proper, number);
                        default -> anotherEvent(topic, number);
                    });
        }
        return values;
    }

    private byte[] noise(int number) {
        var bytes = new byte[8 + random.nextInt(200)];
        random.nextBytes(bytes);
        bytes[0] = 1;
        ByteBuffer.wrap(bytes).putInt(4, number);
        return bytes;
    }

    private static byte[] unknownSchema(int number) {
        return ByteBuffer.allocate(9)
                .put((byte) 0)
                .putInt(SMALLEST_UNKNOWN_SCHEMA + number)
                .putInt(number)
                .array();
    }

    /** The beginning of a proper value, told apart by what follows: a length that reaches beyond the end. */
    private static byte[] cutOff(byte[] proper, int number) {
        var head = Arrays.copyOf(proper, 5 + 6);
        // A string of 60 bytes (zigzag), of which only a few follow.
        head[5] = 120;
        ByteBuffer.wrap(head).putInt(6, number);
        return head;
    }

    /** A proper event with its proper schema, on the wrong topic. */
    private byte[] anotherEvent(Topic topic, int number) {
        var event = topic.key() == Topic.Key.QUERY_ID && !topic.name().endsWith("feedback")
                ? feedback(number)
                : query(number);
        return codec.encode(topic.name() + "-elsewhere", event);
    }

    private static Feedback feedback(int number) {
        return Feedback.newBuilder()
                .setFeedbackId("garbage-" + number)
                .setQueryId("garbage-" + number)
                .setTaskId("garbage")
                .setGivenAt(Instant.EPOCH)
                .build();
    }

    private static Query query(int number) {
        return Query.newBuilder()
                .setQueryId("garbage-" + number)
                .setTaskId("garbage")
                .setText("garbage")
                .setAskedAt(Instant.EPOCH)
                .build();
    }
}
