package io.promptstream.local.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.connection.TaskCommand;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Json;
import io.promptstream.local.display.Screen;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code promptstream replay}. */
@Command(
        name = "replay",
        description = {
            "Learns recorded rounds again, beside live learning and without any call to the task model.",
            "Without more, does exactly what the live policy did. With --policy, --reward or a --from other than earliest, trains a policy of its"
                    + " own. The result is a candidate that 'promptstream promote' can make the live policy.",
            "Ctrl-C cancels the replay, unless it was given with --detach."
        },
        exitCodeList = {"0: done, or ordered with --detach", "1: failed", "2: wrong usage", "130: cancelled by Ctrl-C"})
public final class ReplayCommand extends TaskCommand {

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'replay-'yyyyMMdd-HHmmss");
    private static final Duration LOOK = Duration.ofMillis(500);
    /** How often a plain line is written where lines cannot be drawn over. */
    private static final int LOOKS_PER_LINE = 20;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the candidate: a-z, 0-9 and - (default: replay- and the time).")
    private @Nullable String name;

    @Mixin
    private ReplayOrder order = new ReplayOrder();

    @Option(names = "--detach", description = "Only order it; 'promptstream replays' shows how far it is.")
    private boolean detach;

    @Option(names = "--json", description = "Print what came of it as JSON.")
    private boolean json;

    private volatile boolean ended;

    @Override
    public Integer call() throws InterruptedException {
        var candidate =
                name != null ? name : LocalDateTime.now(ZoneId.systemDefault()).format(NAME);
        try (var client = policies()) {
            var ordered = client.orderReplay(task(), order.json(candidate));
            if (detach) {
                print(
                        json
                                ? List.of(Json.write(ordered))
                                : List.of(
                                        "Ordered as %s; 'promptstream replays --task %s --name %s' shows how far it is"
                                                .formatted(candidate, task(), candidate)));
                return 0;
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> cancel(candidate), "canceller"));
            var replay = watch(client, candidate);
            print(json ? List.of(Json.write(replay)) : ReplayReport.lines(replay));
            return ReplayReport.isDone(replay) ? 0 : 1;
        }
    }

    private JsonNode watch(PolicyClient client, String candidate) throws InterruptedException {
        var screen = Screen.standard();
        try {
            return watch(client, candidate, screen);
        } finally {
            // A service that does not answer is no reason to cancel what it continues with later.
            ended = true;
            screen.end();
        }
    }

    private JsonNode watch(PolicyClient client, String candidate, Screen screen) throws InterruptedException {
        var replay = show(client, candidate);
        for (int looks = 0; !ReplayReport.hasEnded(replay); looks++) {
            var line = ReplayReport.progress(replay);
            screen.draw(List.of(line));
            if (!screen.isLive() && looks % LOOKS_PER_LINE == 0) {
                screen.print(line);
            }
            Thread.sleep(LOOK);
            replay = show(client, candidate);
        }
        return replay;
    }

    private JsonNode show(PolicyClient client, String candidate) {
        var replay = client.replay(task(), candidate);
        if (replay.isMissingNode()) {
            throw new CommandException(
                    "Replay " + candidate + " of task " + task() + " was cancelled by somebody else");
        }
        return replay;
    }

    /** With a client of its own: the command's may be in use, or closed. */
    private void cancel(String candidate) {
        if (ended) {
            return;
        }
        try (var client = policies()) {
            client.cancelReplay(task(), candidate);
            System.err.println("Cancelled " + candidate);
        } catch (RuntimeException e) {
            System.err.println("Could not cancel " + candidate + ": " + e.getMessage());
        }
    }

    private void print(List<String> lines) {
        var out = out();
        lines.forEach(out::println);
        out.flush();
    }
}
