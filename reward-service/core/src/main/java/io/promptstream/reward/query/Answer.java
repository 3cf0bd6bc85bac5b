package io.promptstream.reward.query;

import io.promptstream.reward.state.StateReader;
import io.promptstream.reward.state.StateWriter;
import io.promptstream.schemas.trace.TraceContext;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is kept of the answer to one proposal. */
public sealed interface Answer permits OpenAnswer, Answer.Closed {
    /** Formats of the bytes; those of earlier releases do not tell the task. */
    int CLOSED_WITHOUT_TASK = 1;

    int OPEN_WITHOUT_TASK = 2;
    int CLOSED = 3;
    int OPEN = 4;

    /** First revision of the task that the proposal was made for; 0: not known. */
    long taskFrom();

    /**
     * It has its final result.
     *
     * @param failed whether there is no answer, only the failure of one
     */
    record Closed(boolean failed, long taskFrom) implements Answer {}

    /** Whether these are the bytes of an {@link OpenAnswer}. */
    static boolean isOpen(byte[] bytes) {
        return bytes[0] == OPEN || bytes[0] == OPEN_WITHOUT_TASK;
    }

    /** How many answers of the query came before the {@link OpenAnswer} with these bytes. */
    static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    }

    static byte[] write(Answer answer) {
        return switch (answer) {
            case Closed closed ->
                new StateWriter(CLOSED)
                        .number8(closed.failed() ? 1 : 0)
                        .number64(closed.taskFrom())
                        .toBytes();
            case OpenAnswer open -> write(open);
        };
    }

    private static byte[] write(OpenAnswer open) {
        TraceContext trace = open.trace();
        StateWriter writer = new StateWriter(OPEN)
                .number32(open.number())
                .number64(open.since())
                .number64(open.taskFrom())
                .bytes(open.output().encoded())
                .optionalText(trace == null ? null : trace.traceparent())
                .optionalText(trace == null ? null : trace.tracestate());
        GivenReward given = open.given();
        if (given == null) {
            return writer.number8(0).toBytes();
        }
        Boolean correct = given.correct();
        return writer.number8(1)
                .number32(given.revision())
                .number64(given.firstAt())
                .real(given.value())
                .number8(correct == null ? 0 : correct ? 1 : 2)
                .number64(given.reference())
                .toBytes();
    }

    /**
     * Reads what {@link #write} gave.
     *
     * @param outputs makes an output of the bytes as which it came
     */
    static Answer read(byte[] bytes, Function<byte[], KeptOutput> outputs) {
        StateReader reader = new StateReader(bytes, CLOSED_WITHOUT_TASK, OPEN);
        boolean withTask = reader.format() >= CLOSED;
        if (!isOpen(bytes)) {
            return new Closed(reader.number8() == 1, withTask ? reader.number64() : 0);
        }
        int number = reader.number32();
        long since = reader.number64();
        long taskFrom = withTask ? reader.number64() : 0;
        KeptOutput output = outputs.apply(reader.bytes());
        TraceContext trace = TraceContext.parse(reader.optionalText(), reader.optionalText());
        return new OpenAnswer(number, since, taskFrom, output, trace, readGiven(reader));
    }

    private static @Nullable GivenReward readGiven(StateReader reader) {
        if (reader.number8() == 0) {
            return null;
        }
        int revision = reader.number32();
        long firstAt = reader.number64();
        double value = reader.real();
        Boolean correct = switch (reader.number8()) {
            case 1 -> true;
            case 2 -> false;
            default -> null;
        };
        return new GivenReward(revision, firstAt, value, correct, reader.number64());
    }
}
