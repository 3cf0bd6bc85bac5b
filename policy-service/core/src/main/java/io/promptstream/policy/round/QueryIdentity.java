package io.promptstream.policy.round;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What tells a query from all others: its task and its own id, in sixteen bytes however long they are. */
public final class QueryIdentity {
    /** Stands in no id of a task. */
    private static final String BETWEEN = "/";

    private QueryIdentity() {}

    public static UUID of(String taskId, String queryId) {
        return UUID.nameUUIDFromBytes((taskId + BETWEEN + queryId).getBytes(StandardCharsets.UTF_8));
    }
}
