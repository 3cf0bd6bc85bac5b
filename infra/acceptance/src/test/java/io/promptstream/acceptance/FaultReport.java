package io.promptstream.acceptance;

import io.promptstream.local.display.Json;
import io.promptstream.local.display.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The table of a suite: a line for each kind of fault. */
final class FaultReport {

    private final long seed;
    private final String guarantee;
    private final List<Line> lines = new ArrayList<>();

    FaultReport(long seed, String guarantee) {
        this.seed = seed;
        this.guarantee = guarantee;
    }

    /**
     * What one kind of fault led to.
     *
     * @param injected faults
     * @param copies records that the faults wrote once more
     * @param queriesIn queries that were sent meanwhile
     * @param rewardsOut rewards of distinct proposals that came out meanwhile
     * @param roundsLearned versions that were learned meanwhile
     * @param duplicates what was there too often
     * @param losses what was missing
     * @param digestsEqual whether every digest equals that of an undisturbed run over the same round results
     */
    record Line(
            String fault,
            int injected,
            long copies,
            long queriesIn,
            long rewardsOut,
            long roundsLearned,
            long duplicates,
            long losses,
            boolean digestsEqual) {}

    private record Document(long seed, String guarantee, List<Line> lines) {}

    void add(Line line) {
        lines.add(line);
    }

    List<String> table() {
        var table = new Table(
                "fault",
                "injected",
                "records copied",
                "queries in",
                "rewards out",
                "rounds learned",
                "duplicates",
                "losses",
                "digests equal");
        lines.forEach(line -> addTo(table, line));
        addTo(table, total());
        return table.lines();
    }

    private Line total() {
        return new Line(
                "all",
                lines.stream().mapToInt(Line::injected).sum(),
                lines.stream().mapToLong(Line::copies).sum(),
                lines.stream().mapToLong(Line::queriesIn).sum(),
                lines.stream().mapToLong(Line::rewardsOut).sum(),
                lines.stream().mapToLong(Line::roundsLearned).sum(),
                lines.stream().mapToLong(Line::duplicates).sum(),
                lines.stream().mapToLong(Line::losses).sum(),
                lines.stream().allMatch(Line::digestsEqual));
    }

    private static void addTo(Table table, Line line) {
        table.row(
                line.fault(),
                Integer.toString(line.injected()),
                Long.toString(line.copies()),
                Long.toString(line.queriesIn()),
                Long.toString(line.rewardsOut()),
                Long.toString(line.roundsLearned()),
                Long.toString(line.duplicates()),
                Long.toString(line.losses()),
                line.digestsEqual() ? "yes" : "NO");
    }

    /** Writes the table as text and as JSON, to {@code name.txt} and {@code name.json}. */
    void write(Path directory, String name) {
        var text = "seed %d, %s\n\n%s\n".formatted(seed, guarantee, String.join("\n", table()));
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(name + ".txt"), text);
            Files.writeString(
                    directory.resolve(name + ".json"), Json.write(new Document(seed, guarantee, List.copyOf(lines))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
