package io.promptstream.benchmark.loop;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.promptstream.benchmark.live.Directories;
import io.promptstream.benchmark.live.LiveLoop;
import io.promptstream.benchmark.live.LiveSample;
import io.promptstream.benchmark.live.Looks;
import io.promptstream.benchmark.live.Processes;
import io.promptstream.event.Task;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.connection.QueryPublisher;
import io.promptstream.local.demo.Backlog;
import io.promptstream.local.input.TaskInput;
import io.promptstream.local.system.LocalSystem;
import io.promptstream.local.system.ServiceKind;
import io.promptstream.local.system.StartListener;
import io.promptstream.local.system.SystemSettings;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What it costs to bring a proposal through the loop, process by process, and what a bare chain of three transactional copies
 * costs on the same broker; and how soon the loop uses what it learns.
 */
@Command(
        name = "loop",
        description = "Runs the real system at full speed and at half load, and a bare chain of copies on its broker.",
        mixinStandardHelpOptions = true)
public final class LoopBenchmark implements Callable<Integer> {
    /** What is in flight when the load ends is learned. */
    private static final Duration DRAIN = Duration.ofSeconds(10);

    @Mixin
    private LiveSample sample = new LiveSample();

    @Option(
            names = "--warm-up-seconds",
            defaultValue = "40",
            description = "How long the loop runs before it is measured. Default: ${DEFAULT-VALUE}")
    private int warmUpSeconds;

    @Option(
            names = "--chain-seconds",
            defaultValue = "30",
            description = "How long the bare chain is measured. Default: ${DEFAULT-VALUE}")
    private int chainSeconds;

    @Option(
            names = "--half-load-seconds",
            defaultValue = "60",
            description = "How long latency is measured at half load. Default: ${DEFAULT-VALUE}")
    private int halfLoadSeconds;

    @Option(
            names = "--single-queries",
            defaultValue = "60",
            description = "Queries that the idle system answers one after the other. Default: ${DEFAULT-VALUE}")
    private int singleQueries;

    @Option(names = "--json", description = "File for the figures.")
    private @Nullable Path json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("promptstream-loop");
        progress("starting broker, registry and services");
        try (LocalSystem system = LocalSystem.start(SystemSettings.in(directory), StartListener.SILENT);
                PolicyClient policies = new PolicyClient(system.url(ServiceKind.POLICY));
                BrokerMeters broker = BrokerMeters.of(Processes.of(system).pid(Processes.BROKER))) {
            KafkaAccess kafka =
                    new KafkaAccess(system.bootstrapServers(), system.registryUrl(), TopicCatalogue.withDefaults());
            Task task = sample.register(kafka, policies);
            LoopReport report = measure(system, policies, broker, kafka, task, directory);
            PrintWriter out = spec.commandLine().getOut();
            report.print(out);
            write(report);
        } finally {
            Directories.delete(directory);
        }
        return 0;
    }

    private LoopReport measure(
            LocalSystem system,
            PolicyClient policies,
            BrokerMeters broker,
            KafkaAccess kafka,
            Task task,
            Path directory)
            throws InterruptedException {
        Processes processes = Processes.of(system);
        Duration warmUp = Duration.ofSeconds(warmUpSeconds);
        progress("the loop at full speed, %d s and %d s to warm up", sample.liveSeconds(), warmUpSeconds);
        Looks<Stand> looks = new LiveLoop(kafka, policies, task)
                .run(
                        sample.inputs(),
                        warmUp,
                        Duration.ofSeconds(sample.liveSeconds()),
                        backlog -> Stand.of(processes, broker, backlog));
        Cost loop = Cost.between(looks.before().moment(), looks.after().moment());
        double queries = (looks.after().queries() - looks.before().queries()) / loop.seconds();
        progress("%.0f proposals/s of %.1f queries/s; what is in flight is finished", loop.perSecond(), queries);
        Thread.sleep(DRAIN);
        try (QueryPublisher publisher = new QueryPublisher(kafka)) {
            SteadyLoad load = new SteadyLoad(task, TaskInput.read(sample.inputs(), task, true), publisher, "steady-");
            LearningLatencies learned = learned(kafka, load, queries / 2);
            Thread.sleep(DRAIN);
            progress("%d single queries", singleQueries);
            Latencies single = single(kafka, load, publisher);
            progress("the bare chain at the loop's rate, %d s and as long to warm up", chainSeconds);
            return new LoopReport(
                    single, loop, chain(processes, broker, kafka, directory, loop.perSecond()), queries / 2, learned);
        }
    }

    private LearningLatencies learned(KafkaAccess kafka, SteadyLoad load, double perSecond)
            throws InterruptedException {
        progress("half load, %.1f queries/s for %d s", perSecond, halfLoadSeconds);
        Instant since = Clock.systemUTC().instant();
        load.run(perSecond, Duration.ofSeconds(halfLoadSeconds));
        return LearnedRounds.since(since, kafka).latencies();
    }

    private Latencies single(KafkaAccess kafka, SteadyLoad load, QueryPublisher publisher) throws InterruptedException {
        try (SingleQueries queries = new SingleQueries(kafka, load, publisher)) {
            return Latencies.of(queries.millis(singleQueries));
        }
    }

    private Cost chain(Processes processes, BrokerMeters broker, KafkaAccess kafka, Path directory, double perSecond)
            throws InterruptedException {
        Duration time = Duration.ofSeconds(chainSeconds);
        try (CopyChain chain = CopyChain.start(kafka, directory, perSecond)) {
            return chain.measure(processes.pid(Processes.BROKER), broker, time, time);
        }
    }

    private void write(LoopReport report) throws IOException {
        if (json != null) {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), report);
        }
    }

    private void progress(String what, Object... values) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf("... " + what + "%n", values);
        err.flush();
    }

    /** A moment of the loop at full speed. */
    private record Stand(Moment moment, long queries) {
        static Stand of(Processes processes, BrokerMeters broker, Backlog backlog) {
            return new Stand(Moment.now(processes, broker, backlog.served() + backlog.exploring()), backlog.served());
        }
    }
}
