package io.promptstream.local.estimate;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.display.Table;
import java.util.List;
import java.util.Locale;

/** Estimates of a reward, one a line. */
public final class EstimateTable {
    private final Table table = new Table("estimator", "value", "±", "lower", "upper", "effective", "rounds");

    /** Adds those of a list, each under its estimator's name. */
    public EstimateTable add(JsonNode estimates) {
        estimates.forEach(estimate -> add(estimate.path("estimator").asText(), estimate));
        return this;
    }

    /** Adds one. */
    EstimateTable add(String name, JsonNode estimate) {
        table.row(
                name,
                number(estimate.path("value")),
                number(estimate.path("standardError")),
                number(estimate.path("lower")),
                number(estimate.path("upper")),
                String.format(
                        Locale.ROOT,
                        "%.0f",
                        estimate.path("effectiveSampleSize").asDouble()),
                estimate.path("rounds").asText());
        return this;
    }

    public List<String> lines() {
        return table.lines();
    }

    /** A reward, or an end of its interval. */
    public static String number(JsonNode value) {
        return String.format(Locale.ROOT, "%.3f", value.asDouble());
    }
}
