package io.promptstream.benchmark.loop;

import io.promptstream.benchmark.live.OutputCounter;
import io.promptstream.benchmark.live.Processes;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.platform.JavaRuntime;
import io.promptstream.platform.ManagedProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The floor: three processes that copy a loop's proposals one after the other, each in transactions, and do nothing else. So
 * much consuming, transforming and producing three times costs on this broker with the services' own clients.
 */
final class CopyChain implements AutoCloseable {
    private static final int STAGES = 3;
    private static final String TOPIC = "bare-chain-";
    /** As the services' are started. */
    private static final List<String> JVM =
            List.of("-Xmx512m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");

    private final KafkaAccess kafka;
    private final Map<String, ManagedProcess> stages = new LinkedHashMap<>();

    private CopyChain(KafkaAccess kafka) {
        this.kafka = kafka;
    }

    /** Starts it; the proposals of the system's topic are copied again and again, so many a second. */
    static CopyChain start(KafkaAccess kafka, Path directory, double perSecond) throws InterruptedException {
        CopyChain chain = new CopyChain(kafka);
        try {
            chain.makeTopics();
            String source = kafka.topics().promptProposals().name();
            for (int number = 1; number <= STAGES; number++) {
                chain.start(directory, number, source, number == 1 ? perSecond : 0);
                source = TOPIC + number;
            }
            return chain;
        } catch (RuntimeException | InterruptedException e) {
            chain.close();
            throw e;
        }
    }

    private void makeTopics() throws InterruptedException {
        int partitions = kafka.topics().partitions();
        List<NewTopic> topics = new ArrayList<>();
        for (int number = 1; number <= STAGES; number++) {
            topics.add(new NewTopic(TOPIC + number, partitions, (short) 1));
        }
        try (Admin admin = kafka.admin()) {
            admin.createTopics(topics).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The chain's topics cannot be made", e.getCause());
        }
    }

    private void start(Path directory, int number, String source, double perSecond) {
        List<String> command = new ArrayList<>();
        command.add(JavaRuntime.current().executable().toString());
        command.addAll(JVM);
        command.add("-Dlogback.configurationFile=io/promptstream/benchmark/benchmark-logback.xml");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), CopyStage.class.getName()));
        command.addAll(List.of(kafka.bootstrapServers(), source, TOPIC + number, Double.toString(perSecond)));
        String name = "copy-" + number;
        stages.put(
                name,
                ManagedProcess.start(
                        name, command, directory, directory.resolve("logs").resolve(name + ".log")));
    }

    /** What it costs in {@code time}, once it is warm. */
    Cost measure(long brokerPid, BrokerMeters broker, Duration warmUp, Duration time) throws InterruptedException {
        Map<String, Long> pids = new LinkedHashMap<>();
        pids.put(Processes.BROKER, brokerPid);
        stages.forEach((name, stage) -> pids.put(name, stage.pid()));
        Processes processes = new Processes(pids);
        try (OutputCounter copied = new OutputCounter(kafka.bootstrapServers(), TOPIC + STAGES)) {
            Thread.sleep(warmUp);
            Moment before = Moment.now(processes, broker, copied.catchUp());
            Thread.sleep(time);
            Moment after = Moment.now(processes, broker, copied.catchUp());
            return Cost.between(before, after);
        }
    }

    @Override
    public void close() {
        stages.values().forEach(ManagedProcess::stop);
    }
}
