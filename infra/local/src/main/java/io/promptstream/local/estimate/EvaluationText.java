package io.promptstream.local.estimate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** An evaluation as people read it. */
final class EvaluationText {
    private EvaluationText() {}

    static List<String> lines(JsonNode answer) {
        List<String> lines = new ArrayList<>();
        lines.add("Policy   " + target(answer.path("target")));
        JsonNode range = answer.path("range");
        lines.add("Log      %s, partition %d, offsets %d to %d"
                .formatted(
                        range.path("topic").asText(),
                        range.path("partition").asInt(),
                        range.path("fromOffset").asLong(),
                        range.path("toOffset").asLong()));
        lines.add("Rounds   " + rounds(answer));
        lines.add("");
        EstimateTable table = new EstimateTable().add(answer.path("estimates"));
        JsonNode logging = answer.path("logging");
        if (logging.isObject()) {
            table.add("logged draws", logging);
        }
        lines.addAll(table.lines());
        answer.path("refusals")
                .forEach(refusal -> lines.add("No %s: %s"
                        .formatted(
                                refusal.path("estimator").asText(),
                                refusal.path("message").asText())));
        answer.path("notes").forEach(note -> lines.add("Note: " + note.asText()));
        return lines;
    }

    private static String target(JsonNode target) {
        StringBuilder text = new StringBuilder();
        if (target.path("candidate").isTextual()) {
            text.append("candidate ").append(target.path("candidate").asText()).append(", ");
        }
        if (target.path("version").isNumber()) {
            text.append("version ").append(target.path("version").asLong()).append(", ");
        }
        if (target.path("kind").asText().equals("sampling")) {
            return text.append("what it samples").toString();
        }
        List<String> prompts = new ArrayList<>();
        target.path("prompts").forEach(prompt -> prompts.add("\"" + prompt.asText() + "\""));
        return text.append(String.join(" or ", prompts)).toString();
    }

    private static String rounds(JsonNode answer) {
        JsonNode rounds = answer.path("rounds");
        List<String> parts = new ArrayList<>();
        parts.add(rounds.path("read").asLong() + " read");
        parts.add(
                answer.path("basis").asText().equals("tried")
                        ? rounds.path("tried").asLong() + " that tried the prompt on purpose"
                        : "%d used, mean weight %s"
                                .formatted(
                                        rounds.path("used").asLong(), EstimateTable.number(answer.path("meanWeight"))));
        rounds.path("leftOut")
                .properties()
                .forEach(reason -> parts.add("%d skipped: %s"
                        .formatted(reason.getValue().asLong(), reason.getKey().replace('-', ' '))));
        return String.join("; ", parts);
    }
}
