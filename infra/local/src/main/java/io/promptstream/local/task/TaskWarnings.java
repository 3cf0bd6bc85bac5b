package io.promptstream.local.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a task was accepted with although it may not work as meant. */
final class TaskWarnings {

    private TaskWarnings() {}

    /** Warnings of the policy service's answer, and what the task's settings alone show; one a line. */
    static List<String> of(JsonNode task) {
        var warnings = new ArrayList<String>();
        task.path("warnings").forEach(warning -> warnings.add("Warning: " + warning.asText()));
        if (warnings.isEmpty() && isRatedByPeople(task.path("reward"))) {
            warnings.add(
                    "Warning: reward.ratedBy is people, so only answers that were shown are rated, and nothing else is"
                            + " tried: the task serves its champion and cannot learn this way; write 'ratedBy: judge' if a program"
                            + " rates every output");
        }
        return warnings;
    }

    private static boolean isRatedByPeople(JsonNode reward) {
        return reward.path("kind").asText().equals("rating")
                && reward.path("ratedBy").asText("people").equals("people");
    }
}
