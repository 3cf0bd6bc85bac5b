package io.promptstream.local.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.connection.FailureReports;
import io.promptstream.local.connection.Http;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.connection.SystemOptions;
import io.promptstream.local.connection.TaskFailures;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Json;
import io.promptstream.local.display.Table;
import io.promptstream.local.system.HealthReport;
import io.promptstream.local.system.RunningProcess;
import io.promptstream.local.system.SystemDescription;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code promptstream status}. */
@Command(
        name = "status",
        description =
                "Shows the parts of the running system, whether each answers, the policy of each task, and what goes wrong with it.",
        exitCodeList = {"0: everything answers", "1: something does not, or nothing runs", "2: wrong usage"})
public final class StatusCommand implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int OK = 200;
    private static final int SHOWN = 3;
    private static final String UP = "up";
    private static final String NOT_READY = "not ready";

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SystemOptions options = new SystemOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /**
     * One part of the system.
     *
     * @param state {@code up}, {@code not ready} or {@code ended}
     * @param problem what it says of that; empty where it says nothing
     */
    record Part(String name, String state, String problem, String address, long pid, String log) {}

    /** What {@code --json} prints. */
    record Status(String directory, List<Part> parts, List<TaskStatus> tasks) {}

    /** The policy of a task, and what goes wrong with it. */
    record TaskStatus(String task, long version, String prompt, TaskFailures trouble) {}

    @Override
    public Integer call() {
        var description = options.description()
                .orElseThrow(
                        () -> new CommandException("No running system was found: start one with 'promptstream up'"));
        var parts = parts(description);
        boolean up = parts.stream().allMatch(part -> part.state().equals(UP));
        boolean knowsTasks = parts.stream()
                .anyMatch(part -> part.address().equals(description.policyUrl())
                        && part.state().equals(UP));
        var reports = FailureReports.of(description.rewardUrl());
        var status = new Status(
                description.directory(), parts, knowsTasks ? tasks(description.policyUrl(), reports) : List.of());
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(Json.write(status));
        } else {
            print(status, reports, out);
        }
        out.flush();
        return up ? 0 : 1;
    }

    private static List<Part> parts(SystemDescription description) {
        return description.processes().stream().map(StatusCommand::part).toList();
    }

    private static Part part(RunningProcess process) {
        var state = "ended";
        var problem = "";
        if (process.runs() && !process.address().startsWith("http")) {
            state = accepts(process.address()) ? UP : NOT_READY;
        } else if (process.runs()) {
            var path = process.name().contains("-service") ? "/health" : "/subjects";
            var answer = Http.get(process.address() + path);
            state = answer.isPresent() && answer.get().statusCode() == OK ? UP : NOT_READY;
            problem = state.equals(UP)
                    ? ""
                    : answer.map(response -> HealthReport.problems(response.body()))
                            .orElse("does not answer within " + Http.LOOK.toSeconds() + " s");
        }
        return new Part(process.name(), state, problem, process.address(), process.pid(), process.log());
    }

    private static boolean accepts(String address) {
        var uri = URI.create("tcp://" + address);
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), (int) TIMEOUT.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<TaskStatus> tasks(String policyUrl, FailureReports reports) {
        try (var client = new PolicyClient(policyUrl)) {
            var tasks = new ArrayList<TaskStatus>();
            for (JsonNode task : client.tasks()) {
                var id = task.path("id").asText();
                var policy = client.policyIfAny(id);
                tasks.add(new TaskStatus(
                        id,
                        policy.path("version").asLong(),
                        policy.path("servedPrompt").asText(""),
                        reports.task(id)));
            }
            return tasks;
        }
    }

    private static void print(Status status, FailureReports reports, PrintWriter out) {
        out.println("Run directory: " + status.directory());
        var parts = new Table("part", "state", "address", "pid");
        status.parts().forEach(part -> parts.row(part.name(), part.state(), part.address(), Long.toString(part.pid())));
        parts.lines().forEach(out::println);
        status.parts().stream()
                .filter(part -> !part.state().equals(UP))
                .forEach(part -> out.println(part.name() + " " + part.state()
                        + (part.problem().isEmpty() ? "" : ": " + part.problem()) + " (log: " + part.log() + ")"));
        if (status.tasks().isEmpty()) {
            return;
        }
        out.println();
        var tasks = new Table("task", "state", "policy version", "prompt");
        status.tasks()
                .forEach(task -> tasks.row(
                        task.task(), task.trouble().stateText(), Long.toString(task.version()), task.prompt()));
        tasks.lines().forEach(out::println);
        status.tasks()
                .forEach(task -> task.trouble()
                        .lines(task.version(), SHOWN, ZoneId.systemDefault())
                        .forEach(line -> out.println(task.task() + ": " + line)));
        reports.unknown().ifPresent(out::println);
    }
}
