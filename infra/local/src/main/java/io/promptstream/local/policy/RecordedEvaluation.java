package io.promptstream.local.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.estimate.EstimateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the order to promote a candidate records of its evaluation. */
final class RecordedEvaluation {
    /** Of the estimators, the one that needs least of the log. */
    private static final String PREFERRED = "dr";

    private RecordedEvaluation() {}

    static List<String> lines(JsonNode order) {
        var estimates = order.path("evaluation");
        var lines = new ArrayList<String>();
        if (estimates.isEmpty()) {
            lines.add("No estimate of its reward is recorded");
        } else {
            lines.addAll(new EstimateTable().add(estimates).lines());
        }
        order.path("evaluationNotes").forEach(note -> lines.add("Note: " + note.asText()));
        return lines;
    }

    /** The doubly robust estimate with its interval; empty where there is none. */
    static String inShort(JsonNode order) {
        return StreamSupport.stream(order.path("evaluation").spliterator(), false)
                .filter(estimate -> estimate.path("estimator").asText().equals(PREFERRED))
                .findFirst()
                .map(estimate -> "%s (%s to %s)"
                        .formatted(
                                EstimateTable.number(estimate.path("value")),
                                EstimateTable.number(estimate.path("lower")),
                                EstimateTable.number(estimate.path("upper"))))
                .orElse("");
    }
}
