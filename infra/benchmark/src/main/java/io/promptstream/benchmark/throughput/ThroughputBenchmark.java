package io.promptstream.benchmark.throughput;

import io.promptstream.benchmark.live.Directories;
import io.promptstream.benchmark.live.OutputCounter;
import io.promptstream.benchmark.live.Processes;
import io.promptstream.benchmark.live.ThreadTimes;
import io.promptstream.local.system.LocalSystem;
import io.promptstream.local.system.ServiceInstance;
import io.promptstream.local.system.ServiceKind;
import io.promptstream.local.system.StartListener;
import io.promptstream.local.system.SystemSettings;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How many proposals per second the task service answers, on a real broker and registry in processes of their own, and what
 * of the time the model takes. The proposals are in the topic before the service starts, so nothing waits for a producer.
 */
@Command(
        name = "throughput",
        description = "Runs the task service on proposals that wait for it, on a real broker.",
        mixinStandardHelpOptions = true)
public final class ThroughputBenchmark implements Callable<Integer> {
    private static final int PROMPTS = 16;
    private static final ServiceInstance TASK_SERVICE = ServiceInstance.first(ServiceKind.TASK);
    private static final String MODEL_THREADS = "model-worker";

    @Option(
            names = "--model",
            defaultValue = "${sys:promptstream.root:-.}/infra/language-model/model",
            description = "Default: ${DEFAULT-VALUE}")
    private Path model = Path.of("");

    @Option(names = "--proposals", defaultValue = "40000", description = "Default: ${DEFAULT-VALUE}")
    private int proposals;

    @Option(
            names = "--without-model",
            description = "Proposals of a task whose model is not configured: what Kafka and Avro alone allow.")
    private boolean withoutModel;

    @Option(names = "--workers", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
    private int workers;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path directory = Files.createTempDirectory("promptstream-throughput");
        SystemSettings settings = SystemSettings.in(directory)
                .withModelDirectory(model)
                .withEnvironment(Map.of("PROMPTSTREAM_WORKERS", Integer.toString(workers)));
        try (LocalSystem system = LocalSystem.start(settings, StartListener.SILENT, List.of(ServiceKind.TASK))) {
            TopicCatalogue topics = TopicCatalogue.withDefaults();
            system.kill(TASK_SERVICE);
            try (ProposalSource source = new ProposalSource(system.bootstrapServers(), system.registryUrl(), topics)) {
                source.putTask(withoutModel ? "none" : "bundled");
                source.produce(proposals, PROMPTS);
            }
            try (OutputCounter counter = new OutputCounter(
                    system.bootstrapServers(), topics.taskOutputs().name())) {
                system.restart(TASK_SERVICE);
                measure(out, counter, Processes.pid(system, ServiceKind.TASK));
            }
        } finally {
            Directories.delete(directory);
        }
        return 0;
    }

    private void measure(PrintWriter out, OutputCounter counter, long pid) {
        // The first tenth warms the virtual machine up.
        counter.waitFor(proposals / 10);
        long counted = counter.count();
        long begin = System.nanoTime();
        ThreadTimes before = ThreadTimes.of(pid);
        counter.waitFor(proposals);
        double wall = (System.nanoTime() - begin) / 1e9;
        ThreadTimes used = ThreadTimes.of(pid).since(before);
        long answered = counter.count() - counted;
        out.printf("%,d proposals, %d prompts per input, %d workers%n", answered, PROMPTS, workers);
        out.printf("proposals per second            %,10.0f%n", answered / wall);
        out.printf("wall clock                      %10.2f s%n", wall);
        out.printf("processor time of the service   %10.2f s%n", used.total());
        out.printf("  of it in the model            %10.2f s%n", used.of(MODEL_THREADS));
        out.printf("proposals per second of it      %,10.0f%n", answered / used.total());
        out.flush();
    }
}
