package io.promptstream.reward.aggregation;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.reward.RewardTraces.TracedQuery;
import io.promptstream.reward.state.StateReader;
import io.promptstream.reward.state.StateWriter;
import io.promptstream.schemas.trace.TraceContext;
import java.time.Instant;
import java.util.UUID;

/**
 * The bytes of rounds and of their events, for stores and the repartition topic. A round of 16 by 16 takes about 4 kB:
 * 9 bytes a reward and each prompt once. Where nothing is traced the bytes are as in the format before traces, which costs
 * nothing and which the version before this one reads too.
 */
final class RoundFormat {
    private static final int UNTRACED = 2;
    /** As UNTRACED; behind an open round stand the traces of its queries. */
    private static final int TRACED = 3;

    private static final int OPENED = 0;
    private static final int REWARDED = 1;
    private static final int OPEN = 0;
    private static final int CLOSED = 1;
    /** As OPEN; its first proposal was seen. */
    private static final int BEGUN = 2;

    private static final int ABSENT = 0;
    private static final int PRESENT = 1;

    private RoundFormat() {}

    static byte[] write(RoundEvent event) {
        StateWriter writer = new StateWriter(UNTRACED);
        switch (event) {
            case RoundEvent.Opened opened -> write(writer.number8(OPENED), opened.header());
            case RoundEvent.Rewarded rewarded -> {
                write(writer.number8(REWARDED), rewarded.header());
                Double value = rewarded.value();
                writer.number32(rewarded.promptIndex())
                        .number32(rewarded.queryIndex())
                        .number8(Slot.of(rewarded).code())
                        .real(value == null ? 0 : value);
                write(writer, rewarded.prompt());
            }
        }
        return writer.toBytes();
    }

    static RoundEvent readEvent(byte[] bytes) {
        StateReader reader = new StateReader(bytes, UNTRACED);
        int kind = reader.number8();
        RoundHeader header = readHeader(reader);
        if (kind == OPENED) {
            return new RoundEvent.Opened(header);
        }
        int promptIndex = reader.number32();
        int queryIndex = reader.number32();
        Slot slot = slot(reader);
        double value = reader.real();
        return new RoundEvent.Rewarded(
                header, promptIndex, queryIndex, readPrompt(reader), slot.hasValue() ? value : null, slot.correct());
    }

    static byte[] write(RoundState state) {
        return switch (state) {
            case RoundState.Closed closed ->
                new StateWriter(UNTRACED)
                        .number8(CLOSED)
                        .number64(closed.forgetAt())
                        .toBytes();
            case RoundState.Open open -> write(open);
        };
    }

    private static byte[] write(RoundState.Open open) {
        boolean traced = !open.traces().isEmpty();
        StateWriter writer = new StateWriter(traced ? TRACED : UNTRACED)
                .number8(open.begun() ? BEGUN : OPEN)
                .number64(open.deadline());
        write(writer, open.round());
        if (traced) {
            writer.list(open.traces().byIndex(), (item, traces) -> {
                item.number32(traces.getKey());
                write(item, traces.getValue());
            });
        }
        return writer.toBytes();
    }

    static RoundState readState(byte[] bytes) {
        StateReader reader = new StateReader(bytes, UNTRACED, TRACED);
        int kind = reader.number8();
        if (kind == CLOSED) {
            return new RoundState.Closed(reader.number64());
        }
        long deadline = reader.number64();
        return new RoundState.Open(readRound(reader), deadline, kind == BEGUN, readTraces(reader));
    }

    private static RoundTraces readTraces(StateReader reader) {
        RoundTraces traces = new RoundTraces();
        if (reader.format() == TRACED) {
            int count = reader.number32();
            for (int i = 0; i < count; i++) {
                traces.put(reader.number32(), readTracedQuery(reader));
            }
        }
        return traces;
    }

    private static void write(StateWriter writer, TracedQuery query) {
        writer.text(query.lastReward().traceparent())
                .optionalText(query.lastReward().tracestate())
                .number64(query.since().toEpochMilli());
    }

    private static TracedQuery readTracedQuery(StateReader reader) {
        TraceContext lastReward = new TraceContext(reader.text(), reader.optionalText());
        return new TracedQuery(lastReward, Instant.ofEpochMilli(reader.number64()));
    }

    private static void write(StateWriter writer, Round round) {
        RoundHeader header = round.header();
        write(writer, header);
        writer.number64(round.openedAt().toEpochMilli());
        for (int p = 0; p < header.prompts(); p++) {
            ProposedPrompt prompt = round.prompt(p);
            if (prompt == null) {
                writer.number8(ABSENT);
            } else {
                write(writer.number8(PRESENT), prompt);
            }
            for (int q = 0; q < header.queries(); q++) {
                writer.number8(round.slot(p, q).code()).real(round.value(p, q));
            }
        }
    }

    private static Round readRound(StateReader reader) {
        RoundHeader header = readHeader(reader);
        Round round = new Round(header, Instant.ofEpochMilli(reader.number64()));
        for (int p = 0; p < header.prompts(); p++) {
            if (reader.number8() == PRESENT) {
                round.put(p, readPrompt(reader));
            }
            for (int q = 0; q < header.queries(); q++) {
                round.put(p, q, slot(reader), reader.real());
            }
        }
        return round;
    }

    private static void write(StateWriter writer, RoundHeader header) {
        writer.uuid(header.roundId())
                .text(header.taskId())
                .number64(header.taskRevision())
                .number64(header.policyVersion())
                .number32(header.prompts())
                .number32(header.queries());
    }

    private static RoundHeader readHeader(StateReader reader) {
        UUID roundId = reader.uuid();
        return new RoundHeader(
                roundId, reader.text(), reader.number64(), reader.number64(), reader.number32(), reader.number32());
    }

    private static void write(StateWriter writer, ProposedPrompt prompt) {
        writer.text(prompt.prompt().getText())
                .list(prompt.prompt().getTokens(), StateWriter::number32)
                .text(prompt.origin().name())
                .real(prompt.logProbability())
                .number32(prompt.truncation().getTopK())
                .number32(prompt.truncation().getFluencyTopK())
                .number32(prompt.truncation().getCandidates())
                .number64(prompt.seed());
    }

    private static ProposedPrompt readPrompt(StateReader reader) {
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
