package io.promptstream.reward.query;

import io.promptstream.reward.state.StateReader;
import io.promptstream.reward.state.StateWriter;

/** The bytes of a {@link QueryState}. */
public final class QueryStateFormat {
    private static final int FORMAT = 3;
    private static final int KNOWN = 1;
    private static final int HAS_FEEDBACK = 2;

    private QueryStateFormat() {}

    public static byte[] write(QueryState state) {
        return new StateWriter(FORMAT)
                .number64(state.expiresAt())
                .number8((state.known() ? KNOWN : 0) | (state.hasFeedback() ? HAS_FEEDBACK : 0))
                .optionalText(state.reference())
                .number64(state.referredAt())
                .optionalText(state.rejected())
                .number64(state.wakesAt())
                .number32(state.answers())
                .number32(state.open())
                .number32(state.noted())
                .number64(state.taskFrom())
                .toBytes();
    }

    public static QueryState read(byte[] bytes) {
        StateReader reader = new StateReader(bytes, FORMAT);
        QueryState state = new QueryState(reader.number64());
        int flags = reader.number8();
        if ((flags & KNOWN) != 0) {
            state.know();
        }
        if ((flags & HAS_FEEDBACK) != 0) {
            state.noteFeedback();
        }
        String reference = reader.optionalText();
        long referredAt = reader.number64();
        if (reference != null) {
            state.refer(reference, referredAt);
        }
        String rejected = reader.optionalText();
        if (rejected != null) {
            state.reject(rejected);
        }
        state.wakeAt(reader.number64());
        state.restore(reader.number32(), reader.number32(), reader.number32());
        state.belong(reader.number64());
        return state;
    }
}
