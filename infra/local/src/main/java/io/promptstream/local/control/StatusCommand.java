package io.promptstream.local.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.connection.Http;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.connection.SystemOptions;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Json;
import io.promptstream.local.display.Table;
import io.promptstream.local.system.RunningProcess;
import io.promptstream.local.system.SystemDescription;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
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
        description = "Shows the parts of the running system, whether each answers, and the policy of each task.",
        exitCodeList = {"0: everything answers", "1: something does not, or nothing runs", "2: wrong usage"})
public final class StatusCommand implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

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
     */
    record Part(String name, String state, String address, long pid, String log) {}

    /** What {@code --json} prints. */
    record Status(String directory, List<Part> parts, List<TaskStatus> tasks) {}

    /** The policy of a task. */
    record TaskStatus(String task, long version, String prompt) {}

    @Override
    public Integer call() {
        var description = options.description()
                .orElseThrow(
                        () -> new CommandException("No running system was found: start one with 'promptstream up'"));
        var parts = parts(description);
        boolean up = parts.stream().allMatch(part -> part.state().equals("up"));
        var status = new Status(description.directory(), parts, up ? tasks(description.policyUrl()) : List.of());
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(Json.write(status));
        } else {
            print(status, out);
        }
        out.flush();
        return up ? 0 : 1;
    }

    private static List<Part> parts(SystemDescription description) {
        try (var http = Http.client()) {
            return description.processes().stream()
                    .map(process -> new Part(
                            process.name(), state(process, http), process.address(), process.pid(), process.log()))
                    .toList();
        }
    }

    private static String state(RunningProcess process, HttpClient http) {
        if (!process.runs()) {
            return "ended";
        }
        boolean answers = process.address().startsWith("http")
                ? answersHttp(process.address() + (process.name().endsWith("-service") ? "/health" : "/subjects"), http)
                : accepts(process.address());
        return answers ? "up" : "not ready";
    }

    private static boolean answersHttp(String url, HttpClient http) {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
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

    private static List<TaskStatus> tasks(String policyUrl) {
        try (var client = new PolicyClient(policyUrl)) {
            var tasks = new ArrayList<TaskStatus>();
            for (JsonNode task : client.tasks()) {
                var id = task.path("id").asText();
                var policy = client.policy(id);
                tasks.add(new TaskStatus(
                        id,
                        policy.path("version").asLong(),
                        policy.path("servedPrompt").asText("")));
            }
            return tasks;
        }
    }

    private static void print(Status status, PrintWriter out) {
        out.println("Run directory: " + status.directory());
        var parts = new Table("part", "state", "address", "pid");
        status.parts().forEach(part -> parts.row(part.name(), part.state(), part.address(), Long.toString(part.pid())));
        parts.lines().forEach(out::println);
        if (!status.tasks().isEmpty()) {
            out.println();
            var tasks = new Table("task", "policy version", "prompt");
            status.tasks().forEach(task -> tasks.row(task.task(), Long.toString(task.version()), task.prompt()));
            tasks.lines().forEach(out::println);
        }
    }
}
