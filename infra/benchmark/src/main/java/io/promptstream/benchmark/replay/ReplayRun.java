package io.promptstream.benchmark.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.display.CommandException;
import java.io.PrintWriter;
import java.time.Duration;

/** One replay of everything that is recorded, from scratch, with the task's own settings. */
final class ReplayRun {
    private static final String NAME = "benchmark";
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final PolicyClient policies;
    private final String taskId;
    private final MemoryWatch memory;

    ReplayRun(PolicyClient policies, String taskId, MemoryWatch memory) {
        this.policies = policies;
        this.taskId = taskId;
        this.memory = memory;
    }

    /** Runs it, and prints its speed as a multiple of the live loop's and the memory of the process on the way. */
    void print(PrintWriter out, double liveRate) throws InterruptedException {
        long began = System.nanoTime();
        ObjectNode order = JsonNodeFactory.instance.objectNode().put("name", NAME);
        order.set("policy", policies.task(taskId).path("policy"));
        policies.orderReplay(taskId, order);
        JsonNode replay = policies.replay(taskId, NAME);
        while (!replay.path("status").asText().matches("done|failed")) {
            memory.sample(share(replay.path("progress")));
            Thread.sleep(PAUSE);
            replay = policies.replay(taskId, NAME);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        if (!replay.path("status").asText().equals("done")) {
            throw new CommandException(
                    "The replay failed: " + replay.path("message").asText());
        }
        long learned = replay.path("roundsLearned").asLong();
        double rate = learned / seconds;
        out.printf(
                "replay                        %10.2f rounds/s: %,d learned, %,d skipped, %.0f s%n",
                rate, learned, replay.path("roundsLeftOut").asLong(), seconds);
        out.printf("replay : live loop            %10.1f x%n", rate / liveRate);
        memory.print(out);
        out.flush();
    }

    /** Which part of the log was read, from 0 to 1. */
    private static double share(JsonNode progress) {
        double read = progress.path("read").asDouble();
        return read == 0 ? 0 : read / (read + progress.path("left").asDouble());
    }
}
