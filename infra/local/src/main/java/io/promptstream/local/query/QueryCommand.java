package io.promptstream.local.query;

import io.promptstream.event.Query;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.connection.QueryPublisher;
import io.promptstream.local.connection.SystemOptions;
import io.promptstream.local.connection.TooLargeException;
import io.promptstream.local.display.Json;
import io.promptstream.local.display.Screen;
import io.promptstream.local.input.InputFile;
import io.promptstream.local.input.InputLine;
import io.promptstream.local.input.InputRules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code promptstream query}. */
@Command(
        name = "query",
        description = {
            "Streams the queries of a file through Kafka.",
            "The file is tab-separated or CSV with a header (text, and optionally label, queryId, context, attributes by any"
                    + " other name), or holds JSON objects, one a line or in an array. A bad line is reported and skipped."
        },
        exitCodeList = {"0: every line was sent", "1: failed, or lines were bad and skipped", "2: wrong usage"})
public final class QueryCommand implements Callable<Integer> {

    private static final int SHOWN = 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SystemOptions options = new SystemOptions();

    @Option(
            names = "--task",
            paramLabel = "ID",
            required = true,
            split = ",",
            description = "The task that the queries are for; several, of the same labels, get every query each.")
    private List<String> tasks = List.of();

    @Option(names = "--file", paramLabel = "FILE", required = true, description = "The queries.")
    private @Nullable Path file;

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            converter = Rate.class,
            description = "Queries a second (default: as fast as Kafka takes them).")
    private @Nullable Double rate;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How many times to send the file. From the second time on a queryId gets '-2', '-3', … behind it.")
    private int repeat;

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    /**
     * What {@code --json} prints.
     *
     * @param sent queries, one for each task
     * @param remarks how the file was read
     * @param idsMadeUp for queries that brought none
     */
    record Outcome(
            List<String> tasks,
            long sent,
            int bad,
            List<InputLine.Bad> badLines,
            List<String> remarks,
            IdsMadeUp idsMadeUp,
            double seconds) {}

    /** Ids of queries that brought none: the prefix and the query's place in the file. */
    record IdsMadeUp(long count, String prefix) {}

    @Override
    public Integer call() {
        var command = Objects.requireNonNull(spec).commandLine();
        if (repeat < 1) {
            throw new ParameterException(command, "--repeat is " + repeat + ": write at least 1");
        }
        var rules = rules();
        var input = InputFile.open(Objects.requireNonNull(file), rules);
        var screen = Screen.standard();
        screen.draw(List.of("  reading " + file));
        var survey = FileSurvey.of(input, rules);
        screen.draw(List.of());
        survey.requireUse(file.toString());
        var idPrefix = UUID.randomUUID().toString().substring(24) + "-";
        var remarks = survey.remarks(idPrefix);
        remarks.forEach(remark -> command.getErr().println(file + ": " + remark));
        command.getErr().flush();
        long began = System.nanoTime();
        var bad = new ArrayList<InputLine.Bad>();
        long sent = send(input, survey.lines() * repeat, idPrefix, bad, screen);
        var seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1e3;
        var out = command.getOut();
        if (json) {
            var ids = new IdsMadeUp(survey.idsMadeUp(), idPrefix);
            out.println(Json.write(new Outcome(tasks, sent, bad.size(), bad, remarks, ids, seconds)));
        } else {
            out.printf(
                    Locale.ROOT,
                    "%s sent in %.1f s, %s skipped%n",
                    counted(sent, "query", "queries"),
                    seconds,
                    counted(bad.size(), "bad line", "bad lines"));
        }
        out.flush();
        return bad.isEmpty() ? 0 : 1;
    }

    private static String counted(long count, String one, String several) {
        return count + " " + (count == 1 ? one : several);
    }

    private InputRules rules() {
        try (var client = new PolicyClient(options.policyUrl())) {
            return TaskRules.of(tasks.stream().map(client::task).toList());
        }
    }

    private long send(InputFile input, long total, String idPrefix, List<InputLine.Bad> bad, Screen screen) {
        try (var publisher = new QueryPublisher(options.kafka())) {
            var progress = new SendProgress(screen, total, rate);
            for (int pass = 1; pass <= repeat; pass++) {
                int round = pass;
                var ids = new UniqueIds();
                var place = new AtomicLong();
                input.forEach(read -> {
                    place.incrementAndGet();
                    var wrong = switch (ids.check(read)) {
                        case InputLine.Good good -> {
                            progress.await();
                            yield publish(publisher, good, queries(good, idPrefix + place, round));
                        }
                        case InputLine.Bad line -> line;
                    };
                    if (wrong != null && round == 1) {
                        report(wrong, bad, screen);
                    }
                    progress.step();
                });
            }
            publisher.flush();
            progress.end();
            return publisher.acknowledged();
        }
    }

    /** What is wrong with the queries, which differ in their task alone; null if they are on their way. */
    private static InputLine.@Nullable Bad publish(QueryPublisher publisher, InputLine line, List<Query> queries) {
        try {
            queries.forEach(publisher::publish);
            return null;
        } catch (TooLargeException e) {
            return new InputLine.Bad(line.number(), e.reason());
        }
    }

    private void report(InputLine.Bad line, List<InputLine.Bad> bad, Screen screen) {
        bad.add(line);
        if (bad.size() <= SHOWN) {
            screen.print(file + ", line " + line.number() + ": " + line.reason());
        } else if (bad.size() == SHOWN + 1) {
            screen.print("Further bad lines are only counted");
        }
    }

    /** One for each task. */
    private List<Query> queries(InputLine.Good line, String idMadeUp, int round) {
        var id = Objects.requireNonNullElse(line.queryId(), idMadeUp) + (round == 1 ? "" : "-" + round);
        return tasks.stream()
                .map(task -> Query.newBuilder()
                        .setQueryId(id)
                        .setTaskId(task)
                        .setText(line.text())
                        .setContext(line.context())
                        .setAttributes(line.attributes())
                        .setReference(line.reference())
                        .setAskedAt(Instant.now())
                        .build())
                .toList();
    }
}
