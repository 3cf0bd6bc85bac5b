package io.promptstream.local.connection;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Json;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the reward service tells of failures.
 *
 * @param byTask by task id
 * @param unknown why nothing is known; empty where it is
 */
public record FailureReports(Map<String, TaskFailures> byTask, Optional<String> unknown) {

    private static final int OK = 200;

    public FailureReports {
        byTask = Map.copyOf(byTask);
    }

    /** Asks the service; never fails. */
    public static FailureReports of(String rewardUrl) {
        var url = rewardUrl.replaceAll("/+$", "") + "/dashboard/failures";
        if (rewardUrl.isEmpty()) {
            return unknown("no reward service is known");
        }
        var answer = Http.get(url);
        if (answer.isEmpty()) {
            return unknown("the reward service does not answer at " + rewardUrl);
        }
        if (answer.get().statusCode() != OK) {
            return unknown("the reward service answers " + answer.get().statusCode() + " at " + url);
        }
        try {
            var byTask = new TreeMap<String, TaskFailures>();
            for (JsonNode task : Json.read(answer.get().body(), url)) {
                byTask.put(task.path("taskId").asText(), TaskFailures.of(task));
            }
            return new FailureReports(byTask, Optional.empty());
        } catch (CommandException e) {
            return unknown(String.valueOf(e.getMessage()));
        }
    }

    /** Of one task; what {@link TaskFailures#UNKNOWN} says where nothing was reported. */
    public TaskFailures task(String id) {
        return byTask.getOrDefault(id, TaskFailures.UNKNOWN);
    }

    private static FailureReports unknown(String reason) {
        return new FailureReports(Map.of(), Optional.of("The reasons of failures are not known: " + reason));
    }
}
