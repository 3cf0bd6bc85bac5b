package io.promptstream.local.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.connection.SystemOptions;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Json;
import io.promptstream.local.display.Screen;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code promptstream top}. */
@Command(
        name = "top",
        description = {
            "Shows the running loop, live: services, reward and rates of each task, topics and what is not yet read of them.",
            "Ctrl-C ends it. Where standard error is no terminal it prints the overview once."
        })
public final class TopCommand implements Callable<Integer> {

    private static final Duration AGAIN = Duration.ofSeconds(1);
    /** Enough for a service that is being started again. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SystemOptions options = new SystemOptions();

    @Option(
            names = "--reward-url",
            paramLabel = "URL",
            description = "Reward service, instead of that of the run directory.")
    private @Nullable String rewardUrl;

    @Option(names = "--once", description = "Print the overview once and end.")
    private boolean once;

    @Option(names = "--json", description = "Print the overview once, as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        var url = rewardUrl != null ? rewardUrl : options.rewardUrl();
        var screen = Screen.standard();
        try (var feed = new OverviewFeed(url)) {
            if (json || once || !screen.isLive()) {
                printOnce(feed, url);
            } else {
                watch(feed, url, screen);
            }
        }
        return 0;
    }

    private void printOnce(OverviewFeed feed, String url) throws InterruptedException {
        var overview = new Overview();
        overview.apply(first(feed, url));
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(Json.write(overview.json()));
        } else {
            OverviewText.lines(overview).forEach(out::println);
        }
        out.flush();
    }

    private static JsonNode first(OverviewFeed feed, String url) throws InterruptedException {
        long began = System.nanoTime();
        Optional<JsonNode> update = feed.next();
        while (update.isEmpty()) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new CommandException("The reward service does not answer at " + url
                        + ": check with 'promptstream status', or give --reward-url");
            }
            Thread.sleep(AGAIN);
            update = feed.next();
        }
        return update.get();
    }

    /** Ends with the JVM, by Ctrl-C. */
    private static void watch(OverviewFeed feed, String url, Screen screen) throws InterruptedException {
        var overview = new Overview();
        overview.apply(first(feed, url));
        var state = "";
        while (true) {
            var lines = new ArrayList<String>(List.of(
                    "Promptstream  ·  " + LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS)
                            + "  ·  " + url + state,
                    ""));
            lines.addAll(OverviewText.lines(overview));
            screen.draw(lines);
            var update = feed.next();
            update.ifPresent(overview::apply);
            state = update.isPresent() ? "" : "  ·  connection lost, figures are old; trying again";
            if (update.isEmpty()) {
                Thread.sleep(AGAIN);
            }
        }
    }
}
