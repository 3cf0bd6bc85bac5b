package io.promptstream.benchmark.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.Task;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.connection.QueryPublisher;
import io.promptstream.local.demo.Backlog;
import io.promptstream.local.demo.LoopWatch;
import io.promptstream.local.demo.QueryPump;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.input.TaskInput;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;

/** The loop as the demonstration runs it: there is always work, and nearly every query is explored. */
public final class LiveLoop {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KafkaAccess kafka;
    private final PolicyClient policies;
    private final Task task;

    public LiveLoop(KafkaAccess kafka, PolicyClient policies, Task task) {
        this.kafka = kafka;
        this.policies = policies;
        this.task = task;
    }

    /** Streams a sample's inputs; looks when the loop is warm, and again after {@code time}. */
    public <T> Looks<T> run(Path inputs, Duration warmUp, Duration time, Function<Backlog, T> look)
            throws InterruptedException {
        try (LoopWatch watch = LoopWatch.start(kafka);
                QueryPublisher publisher = new QueryPublisher(kafka);
                QueryPump pump = new QueryPump(
                        task,
                        TaskInput.read(inputs, task, true),
                        publisher,
                        watch::backlog,
                        Clock.systemUTC(),
                        task.getPolicy().getSeed())) {
            pump.start();
            Thread.sleep(warmUp);
            T before = look.apply(watch.backlog());
            Thread.sleep(time);
            pump.requireRunning();
            return new Looks<>(before, look.apply(watch.backlog()));
        }
    }

    /** As {@link #run}, and counts the rounds that are learned meanwhile. */
    public double roundsPerSecond(Path inputs, Duration warmUp, Duration time) throws InterruptedException {
        Looks<Progress> looks = run(
                inputs,
                warmUp,
                time,
                backlog -> new Progress(policy().path("version").asLong(), System.nanoTime()));
        return looks.after().since(looks.before());
    }

    /** Which version there was at a moment. */
    private record Progress(long version, long nanos) {
        double since(Progress earlier) {
            return (version - earlier.version) / ((nanos - earlier.nanos) / 1e9);
        }
    }

    /** Returns when the live learner has dealt with so many rounds, so that the replay has the machine to itself. */
    public void awaitRoundsSettled(long rounds) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (policy().path("roundsLearned").asLong()
                        + policy().path("lag").path("leftOut").asLong()
                < rounds) {
            if (System.nanoTime() > deadline) {
                throw new CommandException("The live learner did not come to the end of the log within " + PATIENCE);
            }
            Thread.sleep(PAUSE);
        }
    }

    private JsonNode policy() {
        return policies.policy(task.getTaskId());
    }
}
