package io.promptstream.reward.round;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.reward.RewardTraces.TracedQuery;
import io.promptstream.reward.round.RoundEvent.Correction;
import io.promptstream.reward.state.StateReader;
import io.promptstream.reward.state.StateWriter;
import io.promptstream.schemas.trace.TraceContext;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The bytes of rounds and of their events, for stores and the repartition topic. A round of 16 by 16 takes about 4 kB: 11
 * bytes a reward and each prompt once; a round of which nothing arrived takes about 100 bytes, however large it says it is.
 */
public final class RoundFormat {
    private static final int EVENT = 2;
    private static final int STATE = 4;

    private static final int OPENED = 0;
    private static final int REWARDED = 1;
    private static final int CORRECTED = 2;
    private static final int OPEN = 0;
    private static final int CLOSED = 1;
    /** As OPEN; its first proposal was seen. */
    private static final int BEGUN = 2;

    /** Marks the slot of a corrected reward, whose revision follows. */
    private static final int REVISED = 16;
    /** Marks a reward, or its slot, whose label scores follow. */
    private static final int SCORED = 32;
    /** Marks an event or an open round whose header ends with a number of distinct queries. */
    private static final int COUNTED = 64;
    /** Marks a reward, or its slot, whose gradient follows. */
    private static final int DIFFERENTIATED = 8;
    /** Marks an event whose query's features follow. */
    private static final int FEATURED = 4;

    private RoundFormat() {}

    public static byte[] write(RoundEvent event) {
        StateWriter writer = new StateWriter(EVENT);
        switch (event) {
            case RoundEvent.Opened opened -> write(writer, OPENED, opened.header());
            case RoundEvent.Rewarded rewarded -> {
                Correction correction = rewarded.correction();
                boolean featured = rewarded.features().hasRemaining();
                int marks = marks(rewarded.labelScores(), rewarded.promptGradient()) | (featured ? FEATURED : 0);
                write(writer, (correction == null ? REWARDED : CORRECTED) | marks, rewarded.header());
                Double value = rewarded.value();
                writer.number32(rewarded.promptIndex())
                        .number32(rewarded.queryIndex())
                        .number8(Slot.of(rewarded).code())
                        .real(value == null ? 0 : value);
                write(writer, rewarded.labelScores(), rewarded.promptGradient());
                if (featured) {
                    writer.bytes(RoundPartFormat.array(rewarded.features()));
                }
                write(writer, rewarded.prompt());
                if (correction != null) {
                    writer.number32(correction.revision())
                            .text(correction.queryId())
                            .text(correction.proposalId());
                }
            }
        }
        return writer.toBytes();
    }

    public static RoundEvent readEvent(byte[] bytes) {
        StateReader reader = new StateReader(bytes, EVENT);
        int marked = reader.number8();
        RoundHeader header = readHeader(reader, marked);
        int kind = marked & ~COUNTED;
        if (kind == OPENED) {
            return new RoundEvent.Opened(header);
        }
        int promptIndex = reader.number32();
        int queryIndex = reader.number32();
        Slot slot = slot(reader);
        double value = reader.real();
        List<Float> labelScores = floats(kind & SCORED, reader);
        List<Float> promptGradient = floats(kind & DIFFERENTIATED, reader);
        ByteBuffer features = ByteBuffer.wrap((kind & FEATURED) == 0 ? new byte[0] : reader.bytes());
        return new RoundEvent.Rewarded(
                header,
                promptIndex,
                queryIndex,
                readPrompt(reader),
                slot.hasValue() ? value : null,
                slot.correct(),
                labelScores,
                promptGradient,
                features,
                (kind & ~(SCORED | DIFFERENTIATED | FEATURED)) == CORRECTED
                        ? new Correction(reader.number32(), reader.text(), reader.text())
                        : null);
    }

    public static byte[] write(RoundState state) {
        return switch (state) {
            case RoundState.Closed closed ->
                new StateWriter(STATE)
                        .number8(CLOSED)
                        .number64(closed.forgetAt())
                        .toBytes();
            case RoundState.Open open -> write(open);
        };
    }

    private static byte[] write(RoundState.Open open) {
        RoundHeader header = open.round().header();
        StateWriter writer = new StateWriter(STATE)
                .number8(marked(open.begun() ? BEGUN : OPEN, header))
                .number64(open.deadline());
        write(writer, header);
        write(writer, open.round());
        return writer.list(open.traces().byIndex(), (item, traces) -> {
                    item.number32(traces.getKey());
                    write(item, traces.getValue());
                })
                .toBytes();
    }

    public static RoundState readState(byte[] bytes) {
        StateReader reader = new StateReader(bytes, STATE);
        int marked = reader.number8();
        int kind = marked & ~COUNTED;
        if (kind == CLOSED) {
            return new RoundState.Closed(reader.number64());
        }
        long deadline = reader.number64();
        return new RoundState.Open(
                readRound(reader, readHeader(reader, marked)), deadline, kind == BEGUN, readTraces(reader));
    }

    private static RoundTraces readTraces(StateReader reader) {
        RoundTraces traces = new RoundTraces();
        int count = reader.number32();
        for (int i = 0; i < count; i++) {
            traces.put(reader.number32(), readTracedQuery(reader));
        }
        return traces;
    }

    static void write(StateWriter writer, TracedQuery query) {
        writer.text(query.lastReward().traceparent())
                .optionalText(query.lastReward().tracestate())
                .number64(query.since().toEpochMilli());
    }

    static TracedQuery readTracedQuery(StateReader reader) {
        TraceContext lastReward = new TraceContext(reader.text(), reader.optionalText());
        return new TracedQuery(lastReward, Instant.ofEpochMilli(reader.number64()));
    }

    private static void write(StateWriter writer, Round round) {
        writer.number64(round.openedAt().toEpochMilli())
                .list(List.copyOf(round.prompts().entrySet()), (item, prompt) -> {
                    item.number32(prompt.getKey());
                    write(item, prompt.getValue());
                })
                .list(
                        List.copyOf(round.places().entrySet()),
                        (item, place) -> write(item.number16(place.getKey()), place.getValue()));
    }

    static void write(StateWriter writer, Round.Place place) {
        boolean corrected = place.revision() > 0;
        int marks = marks(place.labelScores(), place.promptGradient());
        writer.number8(place.slot().code() | (corrected ? REVISED : 0) | marks).real(place.value());
        if (corrected) {
            writer.number32(place.revision());
        }
        write(writer, place.labelScores(), place.promptGradient());
    }

    private static int marks(List<Float> labelScores, List<Float> promptGradient) {
        return (labelScores.isEmpty() ? 0 : SCORED) | (promptGradient.isEmpty() ? 0 : DIFFERENTIATED);
    }

    private static void write(StateWriter writer, List<Float> labelScores, List<Float> promptGradient) {
        Stream.of(labelScores, promptGradient)
                .filter(numbers -> !numbers.isEmpty())
                .forEach(numbers -> writer.list(numbers, StateWriter::real32));
    }

    private static List<Float> floats(int mark, StateReader reader) {
        return mark == 0 ? List.of() : reader.list(StateReader::real32);
    }

    static Round.Place readPlace(StateReader reader) {
        int code = reader.number8();
        double value = reader.real();
        return new Round.Place(
                Slot.ofCode(code & ~(REVISED | SCORED | DIFFERENTIATED)),
                value,
                (code & REVISED) == 0 ? 0 : reader.number32(),
                floats(code & SCORED, reader),
                floats(code & DIFFERENTIATED, reader));
    }

    private static Round readRound(StateReader reader, RoundHeader header) {
        Round round = new Round(header, Instant.ofEpochMilli(reader.number64()));
        int prompts = reader.number32();
        for (int i = 0; i < prompts; i++) {
            round.put(reader.number32(), readPrompt(reader));
        }
        int places = reader.number32();
        for (int i = 0; i < places; i++) {
            round.put(reader.number16(), readPlace(reader));
        }
        return round;
    }

    private static void write(StateWriter writer, int kind, RoundHeader header) {
        write(writer.number8(marked(kind, header)), header);
    }

    private static int marked(int kind, RoundHeader header) {
        return header.distinctQueries() == 0 ? kind : kind | COUNTED;
    }

    private static void write(StateWriter writer, RoundHeader header) {
        writer.uuid(header.roundId())
                .text(header.taskId())
                .number64(header.taskRevision())
                .number64(header.policyVersion())
                .number32(header.prompts())
                .number32(header.queries());
        if (header.distinctQueries() != 0) {
            writer.number32(header.distinctQueries());
        }
    }

    private static RoundHeader readHeader(StateReader reader, int marked) {
        UUID roundId = reader.uuid();
        return new RoundHeader(
                roundId,
                reader.text(),
                reader.number64(),
                reader.number64(),
                reader.number32(),
                reader.number32(),
                (marked & COUNTED) == 0 ? 0 : reader.number32());
    }

    static void write(StateWriter writer, ProposedPrompt prompt) {
        writer.text(prompt.prompt().getText())
                .list(prompt.prompt().getTokens(), StateWriter::number32)
                .text(prompt.origin().name())
                .real(prompt.logProbability())
                .number32(prompt.truncation().getTopK())
                .number32(prompt.truncation().getFluencyTopK())
                .number32(prompt.truncation().getCandidates())
                .number64(prompt.seed());
    }

    static ProposedPrompt readPrompt(StateReader reader) {
        Prompt prompt = new Prompt(reader.text(), reader.list(StateReader::number32));
        return new ProposedPrompt(
                prompt,
                PromptOrigin.valueOf(reader.text()),
                reader.real(),
                new SamplerTruncation(reader.number32(), reader.number32(), reader.number32()),
                reader.number64());
    }

    private static Slot slot(StateReader reader) {
        return Slot.ofCode(reader.number8());
    }
}
