package io.promptstream.reward.round;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.reward.RewardTraces.TracedQuery;
import io.promptstream.reward.state.StateReader;
import io.promptstream.reward.state.StateWriter;
import io.promptstream.schemas.trace.TraceContext;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The bytes of what rounds, their parts and their events are made of. */
final class RoundElements {
    /** Marks the slot of a corrected reward, whose revision follows. */
    private static final int REVISED = 16;
    /** Marks a reward, or its slot, whose label scores follow. */
    static final int SCORED = 32;
    /** Marks a reward, or its slot, whose gradient follows. */
    static final int DIFFERENTIATED = 8;
    /** Marks an event or an open round whose header ends with a number of distinct queries. */
    private static final int COUNTED = 64;

    private RoundElements() {}

    /** The kind of what has the header, marked with what the header has. */
    static int marked(int kind, RoundHeader header) {
        return header.distinctQueries() == 0 ? kind : kind | COUNTED;
    }

    /** The kind without the header's mark. */
    static int kind(int marked) {
        return marked & ~COUNTED;
    }

    static void write(StateWriter writer, RoundHeader header) {
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

    /** @param marked the kind with its mark, which comes before the header */
    static RoundHeader readHeader(StateReader reader, int marked) {
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

    static void write(StateWriter writer, Round.Place place) {
        boolean corrected = place.revision() > 0;
        int marks = marks(place.labelScores(), place.promptGradient());
        writer.number8(place.slot().code() | (corrected ? REVISED : 0) | marks).real(place.value());
        if (corrected) {
            writer.number32(place.revision());
        }
        write(writer, place.labelScores(), place.promptGradient());
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

    static void write(StateWriter writer, TracedQuery query) {
        writer.text(query.lastReward().traceparent())
                .optionalText(query.lastReward().tracestate())
                .number64(query.since().toEpochMilli());
    }

    static TracedQuery readTracedQuery(StateReader reader) {
        TraceContext lastReward = new TraceContext(reader.text(), reader.optionalText());
        return new TracedQuery(lastReward, Instant.ofEpochMilli(reader.number64()));
    }

    /** Which of the numbers there are. */
    static int marks(List<Float> labelScores, List<Float> promptGradient) {
        return (labelScores.isEmpty() ? 0 : SCORED) | (promptGradient.isEmpty() ? 0 : DIFFERENTIATED);
    }

    /** Writes those that there are. */
    static void write(StateWriter writer, List<Float> labelScores, List<Float> promptGradient) {
        Stream.of(labelScores, promptGradient)
                .filter(numbers -> !numbers.isEmpty())
                .forEach(numbers -> writer.list(numbers, StateWriter::real32));
    }

    /** @param mark 0: there are none */
    static List<Float> floats(int mark, StateReader reader) {
        return mark == 0 ? List.of() : reader.list(StateReader::real32);
    }
}
