package io.promptstream.benchmark.rivals;

import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.local.display.CommandException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which tasks of which suite, and where their files are. */
final class SuiteOptions {
    @Option(
            names = "--suite",
            paramLabel = "FILE",
            description = "File that lists the tasks. Default: the one that is shipped")
    private @Nullable Path suite;

    @Option(names = "--tasks", paramLabel = "NAME", split = ",", description = "Only these of the suite.")
    private List<String> tasks = List.of();

    @Mixin
    private PlacesOptions places = new PlacesOptions();

    Places places() {
        return places.places();
    }

    LanguageModel languageModel() {
        return places.languageModel();
    }

    /**
     * The tasks whose files are there.
     *
     * @param messages is told of the others
     * @throws CommandException if the suite has no task of a name that was asked for
     */
    List<Suite.Entry> entries(PrintWriter messages) {
        var all = suite == null ? Suite.shipped() : Suite.read(suite);
        var unknown = tasks.stream()
                .filter(name ->
                        all.tasks().stream().noneMatch(entry -> entry.name().equals(name)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new CommandException("The suite has no task " + String.join(", ", unknown) + ": write some of "
                    + String.join(
                            ", ", all.tasks().stream().map(Suite.Entry::name).toList()));
        }
        return all.tasks().stream()
                .filter(entry -> tasks.isEmpty() || tasks.contains(entry.name()))
                .filter(entry -> isThere(entry, messages))
                .toList();
    }

    private boolean isThere(Suite.Entry entry, PrintWriter messages) {
        boolean there = Stream.of(entry.task(), entry.model(), entry.test())
                .map(places()::of)
                .allMatch(path -> path != null && Files.exists(path));
        if (!there) {
            messages.printf(
                    "... %s is skipped: its files are not there; name their folder with --data%n", entry.name());
        }
        return there;
    }
}
