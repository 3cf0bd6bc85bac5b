package io.promptstream.reward.round;

import io.promptstream.reward.state.StateReader;
import io.promptstream.reward.state.StateWriter;
import java.nio.ByteBuffer;
import java.util.List;

/** The bytes of the parts of a round that are kept apart: a place of its table takes 13 bytes. */
public final class RoundPartFormat {
    private static final int FORMAT = 1;
    private static final byte PLACES = 1;
    private static final byte PROMPT = 2;
    private static final byte TRACE = 3;
    private static final byte FEATURES = 4;

    private RoundPartFormat() {}

    /** What tells the part from the others of its round. */
    public static byte[] key(RoundChange change) {
        return switch (change) {
            case RoundChange.PlaceTaken taken -> key(PLACES, taken.chunk());
            case RoundChange.PromptKnown known -> key(PROMPT, known.index());
            case RoundChange.QueryKnown known -> key(FEATURES, known.index());
            case RoundChange.QueryTraced traced -> key(TRACE, traced.index());
            case RoundChange.Header ignored -> throw noPart(change);
            case RoundChange.Forgotten ignored -> throw noPart(change);
        };
    }

    private static byte[] key(byte kind, int index) {
        return ByteBuffer.allocate(1 + Integer.BYTES).put(kind).putInt(index).array();
    }

    public static byte[] write(RoundChange change) {
        StateWriter writer = new StateWriter(FORMAT);
        switch (change) {
            case RoundChange.PlaceTaken taken ->
                writer.list(
                        List.copyOf(taken.places().entrySet()),
                        (item, place) -> RoundElements.write(item.number32(place.getKey()), place.getValue()));
            case RoundChange.PromptKnown known -> RoundElements.write(writer, known.prompt());
            case RoundChange.QueryKnown known -> writer.bytes(array(known.features()));
            case RoundChange.QueryTraced traced -> RoundElements.write(writer, traced.query());
            case RoundChange.Header ignored -> throw noPart(change);
            case RoundChange.Forgotten ignored -> throw noPart(change);
        }
        return writer.toBytes();
    }

    /**
     * Restores a part.
     *
     * @param key as {@link #key} gave it
     */
    public static void read(ByteBuffer key, byte[] bytes, RoundState.Open into) {
        byte kind = key.get();
        int index = key.getInt();
        StateReader reader = new StateReader(bytes, FORMAT);
        switch (kind) {
            case PLACES -> readPlaces(reader, into.round());
            case PROMPT -> into.round().put(index, RoundElements.readPrompt(reader));
            case FEATURES -> into.round().put(index, ByteBuffer.wrap(reader.bytes()));
            case TRACE -> into.traces().put(index, RoundElements.readTracedQuery(reader));
            default -> throw new IllegalStateException("The state has a part " + kind + ", unknown to this version");
        }
    }

    static byte[] array(ByteBuffer bytes) {
        byte[] array = new byte[bytes.remaining()];
        bytes.duplicate().get(array);
        return array;
    }

    private static void readPlaces(StateReader reader, Round round) {
        int places = reader.number32();
        for (int i = 0; i < places; i++) {
            round.put(reader.number32(), RoundElements.readPlace(reader));
        }
    }

    private static IllegalArgumentException noPart(RoundChange change) {
        return new IllegalArgumentException(change + " is no part of a round");
    }
}
