package io.promptstream.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The table of metrics in {@code infra/docs/metrics.md}, to be compared with what a service says. */
public final class MetricsTable {
    private static final String ROW = "| `promptstream_";
    private static final int COLUMNS = 6;

    private final List<Row> rows;

    private MetricsTable(List<Row> rows) {
        this.rows = rows;
    }

    private record Row(Set<String> services, String description) {}

    /** The table of this checkout. */
    public static MetricsTable read() {
        Path file = Path.of(System.getProperty("promptstream.root", ".."), "infra", "docs", "metrics.md");
        try (var lines = Files.lines(file)) {
            return of(lines.toList());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    static MetricsTable of(List<String> lines) {
        return new MetricsTable(lines.stream()
                .filter(line -> line.startsWith(ROW))
                .map(MetricsTable::row)
                .toList());
    }

    private static Row row(String line) {
        List<String> cells =
                Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        if (cells.size() != COLUMNS + 2) {
            throw new IllegalArgumentException(
                    "write %d columns: name, services, type, labels, unit and meaning, in %s".formatted(COLUMNS, line));
        }
        return new Row(
                Set.copyOf(list(cells.get(2))),
                describe(cells.get(1).replace("`", ""), cells.get(3), new TreeSet<>(list(cells.get(4)))));
    }

    private static List<String> list(String cell) {
        return cell.isEmpty() ? List.of() : List.of(cell.split(", ", -1));
    }

    /** The metrics that the service has by this table, each with type and labels. */
    public List<String> of(String service) {
        return rows.stream()
                .filter(row -> row.services().contains(service))
                .map(Row::description)
                .sorted()
                .toList();
    }

    /** The metrics of Promptstream's own in a scrape, in the same form; one without a help text says so. */
    public static List<String> in(String scrape) {
        Map<String, String> types = new TreeMap<>();
        Map<String, Set<String>> labels = new TreeMap<>();
        Set<String> helped = new TreeSet<>();
        for (String line : scrape.split("\n", -1)) {
            if (line.startsWith("# TYPE promptstream_")) {
                String[] words = line.split(" ", -1);
                types.put(words[2], words[3]);
            } else if (line.startsWith("# HELP promptstream_") && line.strip().split(" ", -1).length > 3) {
                helped.add(line.split(" ", -1)[2]);
            } else if (line.startsWith("promptstream_")) {
                String name = line.split("[{ ]", 2)[0];
                labels.computeIfAbsent(name, series -> new TreeSet<>()).addAll(labels(line));
            }
        }
        List<String> found = new ArrayList<>();
        types.forEach((name, type) -> {
            boolean largest =
                    name.endsWith("_max") && types.containsKey(name.substring(0, name.length() - "_max".length()));
            if (!largest) {
                String series = type.equals("histogram") || type.equals("summary") ? name + "_count" : name;
                found.add(describe(name, type, labels.getOrDefault(series, Set.of()))
                        + (helped.contains(name) ? "" : " without a help text"));
            }
        });
        return found.stream().sorted().toList();
    }

    /** Values hold no quotation marks here. */
    private static Set<String> labels(String line) {
        int begin = line.indexOf('{');
        if (begin < 0) {
            return Set.of();
        }
        return Arrays.stream(line.substring(begin + 1, line.lastIndexOf('}')).split("\",", -1))
                .filter(label -> label.contains("="))
                .map(label -> label.substring(0, label.indexOf('=')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String describe(String name, String type, Set<String> labels) {
        return "%s %s %s".formatted(name, type, new TreeSet<>(labels));
    }
}
