package io.promptstream.local.query;

import io.promptstream.event.Query;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.connection.QueryPublisher;
import io.promptstream.local.connection.SystemOptions;
import io.promptstream.local.display.Json;
import io.promptstream.local.display.Screen;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
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
            "The file is tab-separated with a header (text, and optionally label, queryId, attributes by any other name),"
                    + " or holds one JSON object a line. A bad line is reported and left out."
        },
        exitCodeList = {"0: every line was sent", "1: failed, or lines were bad and left out", "2: wrong usage"})
public final class QueryCommand implements Callable<Integer> {

    private static final int SHOWN = 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SystemOptions options = new SystemOptions();

    @Option(names = "--task", paramLabel = "ID", required = true, description = "The task that the queries are for.")
    private String task = "";

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
                    "How many times to send the file. From the second time on a queryId of the file gets '-2', '-3', … behind it.")
    private int repeat;

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    /** What {@code --json} prints. */
    record Outcome(String task, long sent, int bad, List<InputLine.Bad> badLines, double seconds) {}

    @Override
    public Integer call() {
        var command = Objects.requireNonNull(spec).commandLine();
        if (repeat < 1) {
            throw new ParameterException(command, "--repeat is " + repeat + ": write at least 1");
        }
        var input = InputFile.open(Objects.requireNonNull(file), labels());
        var total = new AtomicLong();
        input.forEach(line -> total.incrementAndGet());
        long began = System.nanoTime();
        var bad = new ArrayList<InputLine.Bad>();
        long sent = send(input, total.get() * repeat, bad);
        var seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1e3;
        var out = command.getOut();
        if (json) {
            out.println(Json.write(new Outcome(task, sent, bad.size(), bad, seconds)));
        } else {
            out.printf(Locale.ROOT, "%d queries sent in %.1f s, %d bad lines left out%n", sent, seconds, bad.size());
        }
        out.flush();
        return bad.isEmpty() ? 0 : 1;
    }

    private Set<String> labels() {
        try (var client = new PolicyClient(options.policyUrl())) {
            var names = new HashSet<String>();
            client.task(task)
                    .path("labels")
                    .forEach(label -> names.add(label.path("name").asText()));
            return names;
        }
    }

    private long send(InputFile input, long total, List<InputLine.Bad> bad) {
        var screen = Screen.standard();
        try (var publisher = new QueryPublisher(options.kafka())) {
            var progress = new SendProgress(screen, total, rate);
            for (int pass = 1; pass <= repeat; pass++) {
                int round = pass;
                input.forEach(line -> {
                    switch (line) {
                        case InputLine.Good good -> {
                            progress.await();
                            publisher.publish(query(good, round));
                        }
                        case InputLine.Bad wrong -> {
                            if (round == 1) {
                                report(wrong, bad, screen);
                            }
                        }
                    }
                    progress.step();
                });
            }
            publisher.flush();
            progress.end();
            return publisher.acknowledged();
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

    private Query query(InputLine.Good line, int round) {
        var given = line.queryId();
        var id = given == null ? UUID.randomUUID().toString() : round == 1 ? given : given + "-" + round;
        return Query.newBuilder()
                .setQueryId(id)
                .setTaskId(task)
                .setText(line.text())
                .setContext(line.context())
                .setAttributes(line.attributes())
                .setReference(line.reference())
                .setAskedAt(Instant.now())
                .build();
    }
}
