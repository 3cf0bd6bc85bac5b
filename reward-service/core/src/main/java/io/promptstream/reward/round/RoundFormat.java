package io.promptstream.reward.round;

import io.promptstream.reward.state.StateReader;
import io.promptstream.reward.state.StateWriter;
import java.time.Instant;
import java.util.List;

/**
 * The bytes of rounds, for stores. A round of 16 by 16 takes about 4 kB: 11 bytes a reward and each prompt once; a round of
 * which nothing arrived takes about 100 bytes, however large it says it is.
 */
public final class RoundFormat {
    private static final int FORMAT = 4;

    private static final int OPEN = 0;
    private static final int CLOSED = 1;
    /** As OPEN; its first proposal was seen. */
    private static final int BEGUN = 2;

    private RoundFormat() {}

    public static byte[] write(RoundState state) {
        return switch (state) {
            case RoundState.Closed closed ->
                new StateWriter(FORMAT)
                        .number8(CLOSED)
                        .number64(closed.forgetAt())
                        .toBytes();
            case RoundState.Open open -> write(open);
        };
    }

    private static byte[] write(RoundState.Open open) {
        RoundHeader header = open.round().header();
        StateWriter writer = new StateWriter(FORMAT)
                .number8(RoundElements.marked(open.begun() ? BEGUN : OPEN, header))
                .number64(open.deadline());
        RoundElements.write(writer, header);
        write(writer, open.round());
        return writer.list(open.traces().byIndex(), (item, traces) -> {
                    item.number32(traces.getKey());
                    RoundElements.write(item, traces.getValue());
                })
                .toBytes();
    }

    private static void write(StateWriter writer, Round round) {
        writer.number64(round.openedAt().toEpochMilli())
                .list(List.copyOf(round.prompts().entrySet()), (item, prompt) -> {
                    item.number32(prompt.getKey());
                    RoundElements.write(item, prompt.getValue());
                })
                .list(
                        List.copyOf(round.places().entrySet()),
                        (item, place) -> RoundElements.write(item.number16(place.getKey()), place.getValue()));
    }

    public static RoundState read(byte[] bytes) {
        StateReader reader = new StateReader(bytes, FORMAT);
        int marked = reader.number8();
        int kind = RoundElements.kind(marked);
        if (kind == CLOSED) {
            return new RoundState.Closed(reader.number64());
        }
        long deadline = reader.number64();
        Round round = readRound(reader, RoundElements.readHeader(reader, marked));
        return new RoundState.Open(round, deadline, kind == BEGUN, readTraces(reader));
    }

    private static Round readRound(StateReader reader, RoundHeader header) {
        Round round = new Round(header, Instant.ofEpochMilli(reader.number64()));
        int prompts = reader.number32();
        for (int i = 0; i < prompts; i++) {
            round.put(reader.number32(), RoundElements.readPrompt(reader));
        }
        int places = reader.number32();
        for (int i = 0; i < places; i++) {
            round.put(reader.number16(), RoundElements.readPlace(reader));
        }
        return round;
    }

    private static RoundTraces readTraces(StateReader reader) {
        RoundTraces traces = new RoundTraces();
        int count = reader.number32();
        for (int i = 0; i < count; i++) {
            traces.put(reader.number32(), RoundElements.readTracedQuery(reader));
        }
        return traces;
    }
}
