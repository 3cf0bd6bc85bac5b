package io.promptstream.reward.round;

import io.promptstream.reward.round.RoundEvent.Correction;
import io.promptstream.reward.state.StateReader;
import io.promptstream.reward.state.StateWriter;
import java.nio.ByteBuffer;
import java.util.List;

/** The bytes of a round's events, for the repartition topic. */
public final class RoundEventFormat {
    private static final int FORMAT = 2;

    private static final int OPENED = 0;
    private static final int REWARDED = 1;
    private static final int CORRECTED = 2;
    /** Marks an event whose query's features follow. */
    private static final int FEATURED = 4;

    private RoundEventFormat() {}

    public static byte[] write(RoundEvent event) {
        StateWriter writer = new StateWriter(FORMAT);
        switch (event) {
            case RoundEvent.Opened opened -> write(writer, OPENED, opened.header());
            case RoundEvent.Rewarded rewarded -> {
                Correction correction = rewarded.correction();
                boolean featured = rewarded.features().hasRemaining();
                int marks = RoundElements.marks(rewarded.labelScores(), rewarded.promptGradient())
                        | (featured ? FEATURED : 0);
                write(writer, (correction == null ? REWARDED : CORRECTED) | marks, rewarded.header());
                Double value = rewarded.value();
                writer.number32(rewarded.promptIndex())
                        .number32(rewarded.queryIndex())
                        .number8(Slot.of(rewarded).code())
                        .real(value == null ? 0 : value);
                RoundElements.write(writer, rewarded.labelScores(), rewarded.promptGradient());
                if (featured) {
                    writer.bytes(RoundPartFormat.array(rewarded.features()));
                }
                RoundElements.write(writer, rewarded.prompt());
                if (correction != null) {
                    writer.number32(correction.revision())
                            .text(correction.queryId())
                            .text(correction.proposalId());
                }
            }
        }
        return writer.toBytes();
    }

    private static void write(StateWriter writer, int kind, RoundHeader header) {
        RoundElements.write(writer.number8(RoundElements.marked(kind, header)), header);
    }

    public static RoundEvent read(byte[] bytes) {
        StateReader reader = new StateReader(bytes, FORMAT);
        int marked = reader.number8();
        RoundHeader header = RoundElements.readHeader(reader, marked);
        int kind = RoundElements.kind(marked);
        if (kind == OPENED) {
            return new RoundEvent.Opened(header);
        }
        int promptIndex = reader.number32();
        int queryIndex = reader.number32();
        Slot slot = Slot.ofCode(reader.number8());
        double value = reader.real();
        List<Float> labelScores = RoundElements.floats(kind & RoundElements.SCORED, reader);
        List<Float> promptGradient = RoundElements.floats(kind & RoundElements.DIFFERENTIATED, reader);
        ByteBuffer features = ByteBuffer.wrap((kind & FEATURED) == 0 ? new byte[0] : reader.bytes());
        return new RoundEvent.Rewarded(
                header,
                promptIndex,
                queryIndex,
                RoundElements.readPrompt(reader),
                slot.hasValue() ? value : null,
                slot.correct(),
                labelScores,
                promptGradient,
                features,
                (kind & ~(RoundElements.SCORED | RoundElements.DIFFERENTIATED | FEATURED)) == CORRECTED
                        ? new Correction(reader.number32(), reader.text(), reader.text())
                        : null);
    }
}
