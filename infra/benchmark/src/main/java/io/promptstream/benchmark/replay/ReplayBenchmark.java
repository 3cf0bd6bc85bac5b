package io.promptstream.benchmark.replay;

import io.promptstream.benchmark.live.Directories;
import io.promptstream.benchmark.live.LiveSample;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.system.LocalSystem;
import io.promptstream.local.system.ServiceKind;
import io.promptstream.local.system.StartListener;
import io.promptstream.local.system.SystemSettings;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How much faster recorded rounds are learned again than the live loop produced them, and whether memory depends on the
 * length of the log. Broker, registry and services run in processes of their own, and everything is measured in one run.
 */
@Command(
        name = "replay",
        description = "Runs the live loop, lengthens its log to so many rounds, and learns them again.",
        mixinStandardHelpOptions = true)
public final class ReplayBenchmark implements Callable<Integer> {
    /** Nothing but the replay itself shall bound its speed. */
    private static final Map<String, String> UNBOUNDED = Map.of("PROMPTSTREAM_REPLAY_RECORDS_PER_SECOND", "1000000");

    @Mixin
    private LiveSample sample = new LiveSample();

    @Option(
            names = "--rounds",
            defaultValue = "100000",
            description = "Rounds in the log that is learned again. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path directory = Files.createTempDirectory("promptstream-replay");
        SystemSettings settings = SystemSettings.in(directory).withEnvironment(UNBOUNDED);
        try (LocalSystem system = LocalSystem.start(settings, StartListener.SILENT);
                PolicyClient policies = new PolicyClient(system.url(ServiceKind.POLICY))) {
            KafkaAccess kafka =
                    new KafkaAccess(system.bootstrapServers(), system.registryUrl(), TopicCatalogue.withDefaults());
            LiveSample.Ran live = sample.run(kafka, policies);
            out.printf(
                    "live loop                     %10.2f rounds/s over %d s%n",
                    live.roundsPerSecond(), sample.liveSeconds());
            RecordedRounds log = new RecordedRounds(kafka, live.taskId());
            long recorded = log.count();
            log.lengthenTo(rounds);
            out.printf(
                    "log                           %,10d rounds, of which %,d recorded and the rest copies%n",
                    rounds, recorded);
            live.loop().awaitRoundsSettled(rounds);
            ReplayRun run = new ReplayRun(policies, live.taskId(), MemoryWatch.of(system, ServiceKind.POLICY));
            run.print(out, live.roundsPerSecond());
        } finally {
            Directories.delete(directory);
        }
        return 0;
    }
}
