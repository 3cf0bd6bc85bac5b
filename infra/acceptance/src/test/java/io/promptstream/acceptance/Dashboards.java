package io.promptstream.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.display.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Grafana's dashboards as they stand in the repository. */
record Dashboards(List<JsonNode> files) {

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\w+");

    static Dashboards read(Path root) {
        var folder = root.resolve("infra/grafana/dashboards");
        try (var files = Files.list(folder)) {
            return new Dashboards(files.sorted().map(Dashboards::readFile).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + folder, e);
        }
    }

    private static JsonNode readFile(Path file) {
        try {
            return Json.read(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** @param source where it stands, for people */
    record Query(String source, String expression) {}

    /** Every query of panels and variables as Grafana sends it when all is chosen. */
    List<Query> queries() {
        var queries = new ArrayList<Query>();
        for (var dashboard : files) {
            var title = dashboard.path("title").asText();
            for (var variable : dashboard.at("/templating/list")) {
                queries.add(new Query(
                        title + ", variable " + variable.path("name").asText(),
                        ofVariable(variable.at("/query/query").asText())));
            }
            for (var panel : panels(dashboard)) {
                for (var target : panel.path("targets")) {
                    queries.add(new Query(
                            title + ", panel " + panel.path("title").asText(),
                            filled(target.path("expr").asText())));
                }
            }
        }
        return queries;
    }

    /** The panels of a dashboard that show something. */
    static List<JsonNode> panels(JsonNode dashboard) {
        return dashboard
                .path("panels")
                .valueStream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    private static String ofVariable(String query) {
        var parts = LABEL_VALUES.matcher(query);
        if (!parts.matches()) {
            throw new IllegalArgumentException("write label_values(METRIC, LABEL) instead of " + query);
        }
        return "group by (%s) (%s)".formatted(parts.group(2), parts.group(1));
    }

    private static String filled(String expression) {
        return VARIABLE.matcher(expression.replace("$__rate_interval", "1m")).replaceAll(".*");
    }
}
