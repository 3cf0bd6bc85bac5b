package io.promptstream.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.Task;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.connection.QueryPublisher;
import io.promptstream.local.demo.LoopWatch;
import io.promptstream.local.demo.QueryPump;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.model.LabelledInput;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** The loop as the demonstration runs it: there is always work, and nearly every query is explored. */
public final class LiveLoop {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KafkaAccess kafka;
    private final PolicyClient policies;
    private final Task task;

    LiveLoop(KafkaAccess kafka, PolicyClient policies, Task task) {
        this.kafka = kafka;
        this.policies = policies;
        this.task = task;
    }

    /** Streams a sample's inputs, and counts the rounds that are learned in {@code time}, once the loop is warm. */
    double roundsPerSecond(Path inputs, Duration warmUp, Duration time) throws InterruptedException {
        try (LoopWatch watch = LoopWatch.start(kafka);
                QueryPublisher publisher = new QueryPublisher(kafka);
                QueryPump pump = new QueryPump(
                        task,
                        LabelledInput.read(inputs, task),
                        publisher,
                        watch::backlog,
                        Clock.systemUTC(),
                        task.getPolicy().getSeed())) {
            pump.start();
            Thread.sleep(warmUp);
            long began = System.nanoTime();
            long before = policy().path("version").asLong();
            Thread.sleep(time);
            pump.requireRunning();
            long learned = policy().path("version").asLong() - before;
            return learned / ((System.nanoTime() - began) / 1e9);
        }
    }

    /** Returns when the live learner has dealt with so many rounds, so that the replay has the machine to itself. */
    void awaitRoundsSettled(long rounds) throws InterruptedException {
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
