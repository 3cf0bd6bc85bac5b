package io.promptstream.benchmark.live;

import io.promptstream.event.Task;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.local.connection.NewestEvents;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.task.TaskFile;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** A sample task with which the live loop runs for a while, as options name them. */
public final class LiveSample {
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    @Option(
            names = "--sample",
            defaultValue = "${sys:promptstream.root:-.}/infra/local/src/main/samples/assistant-queries",
            description = "Path of a sample without its endings. Default: ${DEFAULT-VALUE}")
    private Path sample = Path.of("");

    @Option(
            names = "--live-seconds",
            defaultValue = "120",
            description = "How long the live loop runs when it is warm. Default: ${DEFAULT-VALUE}")
    private int liveSeconds;

    /**
     * The loop once it has run.
     *
     * @param roundsPerSecond rounds that it learned, when it was warm
     */
    public record Ran(LiveLoop loop, String taskId, double roundsPerSecond) {}

    public int liveSeconds() {
        return liveSeconds;
    }

    /** Registers the task, and streams its inputs; the loop asks the policy service through {@code policies}. */
    public Ran run(KafkaAccess kafka, PolicyClient policies) throws InterruptedException {
        Task task = register(kafka, policies);
        LiveLoop loop = new LiveLoop(kafka, policies, task);
        double rate = loop.roundsPerSecond(inputs(), WARM_UP, Duration.ofSeconds(liveSeconds));
        return new Ran(loop, task.getTaskId(), rate);
    }

    /** Registers the task. */
    public Task register(KafkaAccess kafka, PolicyClient policies) {
        TaskFile file = TaskFile.read(with(".yaml"));
        policies.putTask(file.id(), file.content());
        return new NewestEvents(kafka).task(file.id());
    }

    /** Its labelled inputs. */
    public Path inputs() {
        return with(".train.tsv");
    }

    private Path with(String ending) {
        return sample.resolveSibling(sample.getFileName() + ending);
    }
}
