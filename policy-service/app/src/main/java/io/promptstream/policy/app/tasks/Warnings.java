package io.promptstream.policy.app.tasks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What an answer says besides what was asked for: it was done, but somebody should know this. */
public final class Warnings {
    private Warnings() {}

    /** Adds the field {@code warnings} to an answer, where there are any; those that are there stay. */
    public static ObjectNode with(List<String> warnings, ObjectNode answer) {
        if (!warnings.isEmpty()) {
            ArrayNode all = answer.withArray("warnings");
            warnings.forEach(all::add);
        }
        return answer;
    }
}
