package io.promptstream.policy.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.event.RemoteRequest;
import java.util.Map;
import java.util.TreeMap;

/** Writes what {@link RemoteRequestParser} reads. */
final class RemoteRequestJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RemoteRequestJson() {}

    static void addTo(ObjectNode model, RemoteRequest request) {
        model.put("path", request.getPath());
        putAll(model.putObject("query"), request.getQuery());
        model.put("keyHeader", request.getKeyHeader()).put("keyScheme", request.getKeyScheme());
        putAll(model.putObject("headers"), request.getHeaders());
        model.set("body", body(request.getBody()));
        if (request.getOmitsTemperature()) {
            model.put("temperature", "none");
        } else {
            model.put("temperature", request.getTemperature().orElse(null));
        }
        model.put("maxTokensParameter", RemoteRequestParser.name(request.getMaxTokensParameter()));
    }

    private static void putAll(ObjectNode object, Map<String, String> texts) {
        new TreeMap<>(texts).forEach(object::put);
    }

    private static JsonNode body(String body) {
        try {
            return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the task's taskModel.body is no JSON: put the task again", e);
        }
    }
}
