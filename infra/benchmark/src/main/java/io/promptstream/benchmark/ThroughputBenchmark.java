package io.promptstream.benchmark;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.promptstream.platform.BrokerSettings;
import io.promptstream.platform.KafkaBrokerProcess;
import io.promptstream.platform.RegistrySettings;
import io.promptstream.platform.SchemaRegistryProcess;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
final class ThroughputBenchmark implements Callable<Integer> {
    private static final int PROMPTS = 16;

    @Option(names = "--model", defaultValue = "infra/language-model/model", description = "Default: ${DEFAULT-VALUE}")
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
        try (KafkaBrokerProcess broker = KafkaBrokerProcess.start(BrokerSettings.in(directory.resolve("broker")));
                SchemaRegistryProcess registry =
                        SchemaRegistryProcess.start(RegistrySettings.in(directory.resolve("registry")))) {
            TopicCatalogue topics = TopicCatalogue.withDefaults();
            String modelName = withoutModel ? "none" : "bundled";
            try (ProposalSource source = new ProposalSource(broker.bootstrapServers(), registry.url(), topics)) {
                source.putTask(modelName);
                source.produce(proposals, PROMPTS);
            }
            run(out, broker.bootstrapServers(), registry.url(), topics);
        } finally {
            Directories.delete(directory);
        }
        return 0;
    }

    private void run(PrintWriter out, String bootstrapServers, String registryUrl, TopicCatalogue topics)
            throws InterruptedException {
        try (OutputCounter counter =
                        new OutputCounter(bootstrapServers, topics.taskOutputs().name());
                EmbeddedServer service = ApplicationContext.run(
                        EmbeddedServer.class,
                        Map.of(
                                "micronaut.server.port", -1,
                                "promptstream.bootstrap-servers", bootstrapServers,
                                "promptstream.schema-registry-url", registryUrl,
                                "promptstream.workers", workers,
                                "promptstream.model-dir", model.toString()))) {
            // The first tenth warms the virtual machine up.
            counter.waitFor(proposals / 10);
            long counted = counter.count();
            long begin = System.nanoTime();
            Duration cpuBefore = cpuTime();
            ModelTime before = ModelTime.of(service);
            counter.waitFor(proposals);
            Duration wall = Duration.ofNanos(System.nanoTime() - begin);
            Duration cpu = cpuTime().minus(cpuBefore);
            ModelTime spent = ModelTime.of(service).minus(before);
            long answered = counter.count() - counted;
            out.printf("%,d proposals, %d prompts per input, %d workers%n", answered, PROMPTS, workers);
            out.printf("proposals per second            %,10.0f%n", answered / seconds(wall));
            out.printf("wall clock                      %10.2f s%n", seconds(wall));
            out.printf("  of it in the model            %10.2f s%n", seconds(spent.duration()));
            out.printf("proposals per second without it %,10.0f%n", answered / seconds(wall.minus(spent.duration())));
            out.printf("processor time of the service   %10.2f s%n", seconds(cpu));
            out.printf("proposals per second of it      %,10.0f%n", answered / seconds(cpu));
            out.flush();
        }
    }

    private static Duration cpuTime() {
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean operatingSystem) {
            return Duration.ofNanos(operatingSystem.getProcessCpuTime());
        }
        throw new IllegalStateException("this Java runtime does not tell its processor time: use a HotSpot JDK");
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
