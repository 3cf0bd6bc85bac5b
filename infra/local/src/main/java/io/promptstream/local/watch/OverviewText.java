package io.promptstream.local.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.connection.TaskFailures;
import io.promptstream.local.display.Sparkline;
import io.promptstream.local.display.Table;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An overview as lines of text. */
final class OverviewText {

    private static final int SPARKS = 24;
    private static final String NONE = "-";

    private OverviewText() {}

    static List<String> lines(Overview overview) {
        var lines = new ArrayList<String>();
        lines.add(services(overview.system()));
        if (overview.percentRead() < 100) {
            lines.add("reading the past: " + overview.percentRead() + " %");
        }
        lines.add("");
        if (overview.tasks().isEmpty()) {
            lines.add("no task yet: register one with 'promptstream task apply FILE.yaml'");
        } else {
            lines.addAll(tasks(overview));
        }
        lines.add("");
        lines.addAll(topics(overview.system()));
        return lines;
    }

    private static String services(JsonNode system) {
        var text = new StringBuilder();
        for (JsonNode service : system.path("services")) {
            text.append(service.path("name").asText())
                    .append(' ')
                    .append(service.path("status").asText().toLowerCase(Locale.ROOT))
                    .append("  ·  ");
        }
        return text.append("dead letters ")
                .append(system.path("deadLetters").asLong())
                .toString();
    }

    private static List<String> tasks(Overview overview) {
        var figures = new Table(
                "task",
                "state",
                "reward",
                "at start",
                "correct",
                "queries/s",
                "rewards/s",
                "rounds/s",
                "version",
                "lag",
                "last minutes");
        var prompts = new ArrayList<String>();
        var troubles = new ArrayList<String>();
        for (JsonNode task : overview.tasks()) {
            var id = task.path("taskId").asText();
            var trouble = TaskFailures.of(task);
            figures.row(
                    id,
                    trouble.stateText(),
                    number(task.at("/reward/now")),
                    number(task.at("/reward/start")),
                    percent(task.at("/reward/accuracyNow")),
                    number(task.at("/rates/queries")),
                    number(task.at("/rates/rewards")),
                    number(task.at("/rates/rounds")),
                    task.path("version").asText(NONE),
                    task.at("/lag/last").asText(NONE),
                    sparkline(task.path("sparkline")));
            trouble.lines(task.path("version").asLong(), 1, ZoneId.systemDefault())
                    .forEach(line -> troubles.add("  " + id + ": " + line));
            if (task.hasNonNull("served")) {
                prompts.add("  " + id + " serves \""
                        + task.at("/served/prompt/text").asText() + "\"");
            }
        }
        var lines = new ArrayList<>(figures.lines());
        lines.addAll(prompts);
        lines.addAll(troubles);
        return lines;
    }

    private static List<String> topics(JsonNode system) {
        Map<String, Long> lags = new HashMap<>();
        for (JsonNode group : system.path("groups")) {
            lags.merge(group.path("topic").asText(), group.path("lag").asLong(), Long::sum);
        }
        var table = new Table("topic", "health", "offsets", "per second", "not yet read", "dead letters");
        var problems = new ArrayList<String>();
        for (JsonNode topic : system.path("topics")) {
            var name = topic.path("name").asText();
            var lag = lags.get(name);
            table.row(
                    name,
                    topic.path("status").asText().toLowerCase(Locale.ROOT),
                    topic.path("offsets").asText(NONE),
                    number(topic.path("perSecond")),
                    lag == null ? NONE : Long.toString(lag),
                    topic.path("deadLetters").asText());
            if (!topic.path("detail").asText().isEmpty()) {
                problems.add("  " + name + ": " + topic.path("detail").asText());
            }
        }
        var lines = new ArrayList<>(table.lines());
        lines.addAll(problems);
        return lines;
    }

    private static String number(JsonNode number) {
        return number.isNumber() ? String.format(Locale.ROOT, "%.1f", number.asDouble()) : NONE;
    }

    private static String percent(JsonNode share) {
        return share.isNumber() ? String.format(Locale.ROOT, "%.0f %%", 100 * share.asDouble()) : NONE;
    }

    private static String sparkline(JsonNode means) {
        var numbers = new ArrayList<Double>();
        for (JsonNode mean : means) {
            if (mean.isNumber()) {
                numbers.add(mean.asDouble());
            }
        }
        return Sparkline.of(numbers, SPARKS);
    }
}
