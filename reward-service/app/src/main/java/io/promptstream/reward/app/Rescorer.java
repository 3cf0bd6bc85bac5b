package io.promptstream.reward.app;

import io.promptstream.kafka.ComponentHealth;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.LoopBody;
import io.promptstream.kafka.ServiceComponent;
import io.promptstream.kafka.ServiceLoop;
import io.promptstream.kafka.TaskDirectory;
import io.promptstream.kafka.TransactionalMember;
import io.promptstream.reward.app.rescore.Attempts;
import io.promptstream.reward.app.rescore.RescorerLoop;
import io.promptstream.reward.app.rescore.RescorerParts;
import io.promptstream.reward.app.streams.RewardConfiguration;
import io.promptstream.reward.app.streams.RewardTopics;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.ServiceConfiguration;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** Rescores what replays order, beside live scoring and with clients, threads and caches of its own; begins after it. */
@Singleton
final class Rescorer implements ServiceComponent {
    private static final String NAME = "rescorer";

    private static final int MOST_ORDERS = 500;
    /** Behind the grace in which live scoring catches up after a start. */
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private final ServiceLoop loop;

    Rescorer(
            ServiceConfiguration service,
            RewardConfiguration reward,
            RescoringConfiguration rescoring,
            RewardStreams live,
            KafkaClients clients,
            TopicCatalogue catalogue,
            EventCodec codec,
            TaskDirectory tasks,
            Clock clock) {
        RewardTopics topics = RewardTopics.of(catalogue);
        RescorerParts parts = new RescorerParts(
                clients,
                codec,
                catalogue,
                topics,
                tasks,
                reward,
                rescoring.limits(),
                service.stateDir().resolve("rescorings"),
                (short) service.replicationFactor(),
                clock,
                System::nanoTime,
                new Attempts());
        WarmUp warmUp =
                new WarmUp(() -> running(live.streams()), reward.restartGrace().plus(WARM_UP), System::nanoTime);
        // Its clients are made when it is time: until then it takes nothing from those that are in a hurry.
        this.loop = ServiceLoop.onceReady(NAME, () -> warmUp.isOver() && tasks.ready(), () -> loop(clients, parts));
    }

    private static LoopBody loop(KafkaClients clients, RescorerParts parts) {
        return new TransactionalMember(parts.catalogue().prefix() + NAME, NAME, MOST_ORDERS, Integer.MAX_VALUE)
                .open(clients, (consumer, transactions) -> new RescorerLoop(parts, consumer, transactions));
    }

    private static boolean running(@Nullable KafkaStreams streams) {
        return streams != null && streams.state() == KafkaStreams.State.RUNNING;
    }

    @Override
    public String name() {
        return loop.name();
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    /** A rescoring without progress is reported, but does not make live scoring unhealthy. */
    @Override
    public ComponentHealth health() {
        return ComponentHealth.working(loop.health().detail());
    }
}
