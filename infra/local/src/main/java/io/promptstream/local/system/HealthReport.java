package io.promptstream.local.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What a service's {@code /health} says of the parts that do not work. */
public final class HealthReport {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DETAILS = "details";

    private HealthReport() {}

    /** In words; empty where everything works, or the answer says nothing. */
    public static String problems(String body) {
        try {
            var problems = new ArrayList<String>();
            collect(JSON.readTree(body), problems);
            return String.join("; ", problems);
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    /**
     * Likewise of a service that is not ready, and never empty.
     *
     * @param logged what its log says is wrong; it counts where the answer says nothing
     */
    static String reason(int status, String body, Supplier<Optional<String>> logged) {
        var problems = problems(body);
        return problems.isEmpty()
                ? logged.get().orElse("/health answers %d and does not say why".formatted(status))
                : problems;
    }

    private static void collect(JsonNode part, List<String> problems) {
        for (var entry : part.path(DETAILS).properties()) {
            var detail = entry.getValue();
            if (detail.isObject() && detail.has("status")) {
                if (!detail.path("status").asText().equals("UP")) {
                    collect(detail, problems);
                }
            } else if (detail.isValueNode() && !detail.asText().isBlank()) {
                problems.add(entry.getKey() + ": " + detail.asText());
            }
        }
    }
}
