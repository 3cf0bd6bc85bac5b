package io.promptstream.reward.scoring;

import io.promptstream.reward.state.StateReader;
import io.promptstream.reward.state.StateWriter;
import io.promptstream.schemas.trace.TraceContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link QueryState}. Where nothing is traced they are as in the format before traces, which costs nothing
 * and which the version before this one reads too.
 */
final class QueryStateFormat {
    private static final int UNTRACED = 1;
    private static final int TRACED = 2;

    private QueryStateFormat() {}

    static byte[] write(QueryState state) {
        boolean traced = state.waiting().stream().anyMatch(output -> output.trace() != null);
        return new StateWriter(traced ? TRACED : UNTRACED)
                .number64(state.expiresAt())
                .optionalText(state.reference())
                .list(
                        state.opinions(),
                        (writer, opinion) -> writer.optionalText(opinion.proposalId())
                                .optionalText(opinion.reference())
                                .optionalReal(opinion.rating()))
                .list(state.waiting(), (writer, output) -> write(writer, output, traced))
                .list(List.copyOf(state.rewarded()), StateWriter::text)
                .toBytes();
    }

    static QueryState read(byte[] bytes) {
        StateReader reader = new StateReader(bytes, UNTRACED, TRACED);
        return new QueryState(
                reader.number64(),
                reader.optionalText(),
                reader.list(item -> new Opinion(item.optionalText(), item.optionalText(), item.optionalReal())),
                reader.list(QueryStateFormat::readWaiting),
                reader.list(StateReader::text));
    }

    private static void write(StateWriter writer, WaitingOutput output, boolean traced) {
        writer.text(output.proposalId()).number64(output.since()).bytes(output.encoded());
        if (traced) {
            TraceContext trace = output.trace();
            writer.optionalText(trace == null ? null : trace.traceparent())
                    .optionalText(trace == null ? null : trace.tracestate());
        }
    }

    private static WaitingOutput readWaiting(StateReader reader) {
        return new WaitingOutput(reader.text(), reader.number64(), reader.bytes(), readTrace(reader));
    }

    private static @Nullable TraceContext readTrace(StateReader reader) {
        return reader.format() < TRACED ? null : TraceContext.parse(reader.optionalText(), reader.optionalText());
    }
}
