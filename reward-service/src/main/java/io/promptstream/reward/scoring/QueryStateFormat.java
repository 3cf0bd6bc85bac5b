package io.promptstream.reward.scoring;

import io.promptstream.reward.state.StateReader;
import io.promptstream.reward.state.StateWriter;
import java.util.List;

/** The bytes of a {@link QueryState}. */
final class QueryStateFormat {
    private static final int FORMAT = 1;

    private QueryStateFormat() {}

    static byte[] write(QueryState state) {
        return new StateWriter(FORMAT)
                .number64(state.expiresAt())
                .optionalText(state.reference())
                .list(
                        state.opinions(),
                        (writer, opinion) -> writer.optionalText(opinion.proposalId())
                                .optionalText(opinion.reference())
                                .optionalReal(opinion.rating()))
                .list(
                        state.waiting(),
                        (writer, output) -> writer.text(output.proposalId())
                                .number64(output.since())
                                .bytes(output.encoded()))
                .list(List.copyOf(state.rewarded()), StateWriter::text)
                .toBytes();
    }

    static QueryState read(byte[] bytes) {
        StateReader reader = new StateReader(bytes, FORMAT);
        return new QueryState(
                reader.number64(),
                reader.optionalText(),
                reader.list(item -> new Opinion(item.optionalText(), item.optionalText(), item.optionalReal())),
                reader.list(item -> new WaitingOutput(item.text(), item.number64(), item.bytes())),
                reader.list(StateReader::text));
    }
}
