package io.promptstream.benchmark.dashboard;

import io.promptstream.benchmark.live.Directories;
import io.promptstream.benchmark.live.LiveSample;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.system.LocalSystem;
import io.promptstream.local.system.ServiceInstance;
import io.promptstream.local.system.ServiceKind;
import io.promptstream.local.system.StartListener;
import io.promptstream.local.system.SystemSettings;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Whether the page keeps up with a loop that is faster than this machine's models, and what it costs the reward service. The
 * loop runs for a while and is recorded; then the policy service and the task service end, and what they wrote is written
 * again and again in their place, so that the machine has time for the reward service, which does all its work.
 */
@Command(
        name = "dashboard",
        description = "Watches a fast loop with the dashboard, in a real browser.",
        mixinStandardHelpOptions = true)
public final class DashboardBenchmark implements Callable<Integer> {
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    @Mixin
    private LiveSample sample = new LiveSample();

    @Option(
            names = "--events-per-second",
            defaultValue = "5000",
            description = "On all topics together. Default: ${DEFAULT-VALUE}")
    private int eventsPerSecond;

    @Option(
            names = "--minutes",
            defaultValue = "5",
            description = "How long each view is watched. Default: ${DEFAULT-VALUE}")
    private int minutes;

    @Option(
            names = "--views",
            split = ",",
            defaultValue = "task,stream",
            description = "Which ones: overview, task, prompts, stream. Default: ${DEFAULT-VALUE}")
    private List<View> views = List.of();

    @Mixin
    private Chromium chromium = new Chromium();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path directory = Files.createTempDirectory("promptstream-dashboard");
        try (LocalSystem system = LocalSystem.start(SystemSettings.in(directory), StartListener.SILENT)) {
            KafkaAccess kafka =
                    new KafkaAccess(system.bootstrapServers(), system.registryUrl(), TopicCatalogue.withDefaults());
            String taskId = record(system, kafka);
            system.kill(ServiceInstance.first(ServiceKind.POLICY));
            system.kill(ServiceInstance.first(ServiceKind.TASK));
            RecordedLoop loop = RecordedLoop.read(kafka);
            out.printf(
                    "recorded %,d events in %d s; they are written again and again%n",
                    loop.size(), sample.liveSeconds());
            try (LoopLoad load = new LoopLoad(loop, kafka, eventsPerSecond);
                    Observation observation = Observation.of(system, kafka, load, chromium, out)) {
                Thread.sleep(WARM_UP);
                observation.withoutPage(Duration.ofMinutes(1));
                observation.openings(List.of(View.values()), taskId);
                for (View view : views) {
                    observation.withPage(view.name(), view.route(taskId), minutes);
                }
            }
        } finally {
            Directories.delete(directory);
        }
        return 0;
    }

    private String record(LocalSystem system, KafkaAccess kafka) throws InterruptedException {
        try (PolicyClient policies = new PolicyClient(system.url(ServiceKind.POLICY))) {
            return sample.run(kafka, policies).taskId();
        }
    }
}
