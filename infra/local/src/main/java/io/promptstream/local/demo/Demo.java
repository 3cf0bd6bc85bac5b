package io.promptstream.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.promptstream.event.Task;
import io.promptstream.local.connection.Http;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.local.connection.NewestEvents;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.connection.QueryPublisher;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Json;
import io.promptstream.local.display.Screen;
import io.promptstream.local.evaluation.PromptEvaluation;
import io.promptstream.local.input.TaskInput;
import io.promptstream.local.system.LocalSystem;
import io.promptstream.local.system.ServiceKind;
import io.promptstream.schemas.RewardKinds;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Runs a demonstration on a system that has been started. */
final class Demo {

    private static final Duration REFRESH = Duration.ofMillis(500);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration MOST_DRAINING = Duration.ofSeconds(90);

    private final DemoSettings settings;
    private final LocalSystem system;
    private final Screen screen;
    private final Clock clock;

    Demo(DemoSettings settings, LocalSystem system, Screen screen, Clock clock) {
        this.settings = settings;
        this.system = system;
        this.screen = screen;
        this.clock = clock;
    }

    /**
     * What streaming has led to.
     *
     * @param task as registered
     * @param seconds from the first query to the last reward
     * @param began when the first query was sent
     */
    record Streamed(Task task, LoopCounts counts, double seconds, Instant began) {

        /** Answers of the task model. */
        long calls() {
            return counts.outputs() - counts.failedOutputs();
        }
    }

    /** Registers the task, streams for the time that was asked for, and waits until nothing is in flight. */
    Streamed stream() throws InterruptedException {
        var kafka = kafka();
        var file = settings.seeded();
        try (var policies = new PolicyClient(system.url(ServiceKind.POLICY))) {
            policies.putTask(file.id(), file.content());
            var task = new NewestEvents(kafka).task(file.id());
            if (RewardKinds.rated(task.getReward().getKind())) {
                throw new CommandException("Task " + task.getTaskId()
                        + " is rewarded by ratings, and nobody rates what a demonstration answers: use 'promptstream up',"
                        + " 'task apply' and 'query'");
            }
            boolean referenced = PromptEvaluation.needsReferences(task);
            var inputs = TaskInput.read(settings.train(), task, referenced);
            // A mistake in it must not come out only after minutes.
            TaskInput.read(settings.test(), task, referenced);
            screen.print("Streaming " + inputs.size() + " inputs of "
                    + settings.train().getFileName() + " again and again for "
                    + settings.time().toSeconds() + " s");
            try (var watch = LoopWatch.start(kafka);
                    var publisher = new QueryPublisher(kafka)) {
                return stream(task, inputs, policies, watch, publisher);
            }
        }
    }

    /** How good the answers were meanwhile, by the reward service's statistics; empty while it has none. */
    LearningCurve curve(Streamed streamed) {
        var url = system.url(ServiceKind.REWARD) + "/tasks/" + streamed.task().getTaskId() + "/statistics?from="
                + streamed.began().minus(LearningCurve.WINDOW) + "&to=" + clock.instant() + "&step="
                + LearningCurve.step(Duration.ofMillis((long) (streamed.seconds() * 1e3)));
        return Http.get(url)
                .filter(answer -> answer.statusCode() == 200)
                .map(answer -> LearningCurve.of(Json.read(answer.body(), url).path("windows"), streamed.began()))
                .orElse(new LearningCurve(List.of()));
    }

    /** The policy as it is now; missing until its first snapshot. */
    JsonNode policy() {
        try (var policies = new PolicyClient(system.url(ServiceKind.POLICY))) {
            return policy(policies);
        }
    }

    KafkaAccess kafka() {
        return new KafkaAccess(system.bootstrapServers(), system.registryUrl(), TopicCatalogue.withDefaults());
    }

    private Streamed stream(
            Task task, List<TaskInput> inputs, PolicyClient policies, LoopWatch watch, QueryPublisher publisher)
            throws InterruptedException {
        long began = System.nanoTime();
        var first = clock.instant();
        var display = new LiveDisplay(screen, task.getTaskId(), settings.time(), watch.counts(), began);
        var pump = new QueryPump(
                task, inputs, publisher, watch::backlog, clock, task.getPolicy().getSeed());
        pump.start();
        try (pump) {
            for (var passed = Duration.ZERO; passed.compareTo(settings.time()) < 0; passed = since(began)) {
                display.show(watch.counts(), policy(policies), passed, "learning", System.nanoTime());
                pump.requireRunning();
                requireNothingEnded();
                Thread.sleep(REFRESH);
            }
        }
        drain(began, display, watch, publisher, policies);
        double seconds = since(began).toMillis() / 1e3;
        screen.settle();
        return new Streamed(task, watch.finish(), seconds, first);
    }

    /** Waits until every query has its reward and the learner has nothing left to learn, but not for ever. */
    private void drain(
            long began, LiveDisplay display, LoopWatch watch, QueryPublisher publisher, PolicyClient policies)
            throws InterruptedException {
        long drainingSince = System.nanoTime();
        long changed = drainingSince;
        long version = -1;
        while (since(drainingSince).compareTo(MOST_DRAINING) < 0) {
            var counts = watch.counts();
            var policy = policy(policies);
            if (policy.path("version").asLong() != version || !isDrained(counts, publisher.acknowledged())) {
                version = policy.path("version").asLong();
                changed = System.nanoTime();
            }
            if (since(changed).compareTo(QUIET) > 0) {
                return;
            }
            display.show(counts, policy, since(began), "finishing what is in flight", System.nanoTime());
            requireNothingEnded();
            Thread.sleep(REFRESH);
        }
    }

    private static boolean isDrained(LoopCounts counts, long sent) {
        return counts.isComplete() && counts.served() == sent;
    }

    /** Until its first snapshot a policy may have nothing to tell. */
    private JsonNode policy(PolicyClient policies) {
        try {
            return policies.policy(settings.task().id());
        } catch (CommandException e) {
            return MissingNode.getInstance();
        }
    }

    private void requireNothingEnded() {
        var ended = system.ended();
        if (!ended.isEmpty()) {
            throw new CommandException("Ended without being asked to: " + String.join(", ", ended));
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
