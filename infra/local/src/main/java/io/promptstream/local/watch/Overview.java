package io.promptstream.local.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** What the dashboard's updates add up to: tasks come one by one when they change, the rest comes whole. */
final class Overview {

    private final Map<String, JsonNode> tasks = new TreeMap<>();
    private JsonNode last = JsonNodeFactory.instance.objectNode();

    void apply(JsonNode update) {
        if (update.path("reset").asBoolean()) {
            tasks.clear();
        }
        for (JsonNode task : update.path("tasks")) {
            var id = task.path("taskId").asText();
            if (task.path("deleted").asBoolean()) {
                tasks.remove(id);
            } else {
                tasks.put(id, task);
            }
        }
        last = update;
    }

    /** Services, topics, consumer groups and dead letters. */
    JsonNode system() {
        return last.path("system");
    }

    /** In the order of their ids. */
    Collection<JsonNode> tasks() {
        return tasks.values();
    }

    /** Share of the past that the service has read since its start, in percent; 100 once all of it was. */
    long percentRead() {
        return Math.round(100 * last.path("readingBack").asDouble(1));
    }

    /** The last update with every task, as {@code --json} prints it. */
    JsonNode json() {
        ObjectNode whole = last.deepCopy();
        whole.putArray("tasks").addAll(tasks.values());
        return whole;
    }
}
