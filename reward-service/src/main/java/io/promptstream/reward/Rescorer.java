package io.promptstream.reward;

import io.promptstream.reward.kafka.DeadLetterOffice;
import io.promptstream.reward.rescoring.RescorerLoop;
import io.promptstream.reward.rescoring.RescorerParts;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.ComponentHealth;
import io.promptstream.service.KafkaClients;
import io.promptstream.service.ServiceComponent;
import io.promptstream.service.ServiceConfiguration;
import io.promptstream.service.ServiceLoop;
import io.promptstream.service.TaskDirectory;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Rescores what replays order, beside live scoring and with clients, threads and caches of its own. */
@Singleton
final class Rescorer implements ServiceComponent {
    private final ServiceLoop loop;

    Rescorer(
            ServiceConfiguration service,
            RewardConfiguration reward,
            RescoringConfiguration rescoring,
            KafkaClients clients,
            TopicCatalogue catalogue,
            EventCodec codec,
            DeadLetters letters,
            TaskDirectory tasks,
            RewardMetrics metrics,
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
                cache -> StreamsSettings.of(
                        service, reward, new DeadLetterOffice(letters, topics.sources(), metrics), cache),
                service.stateDir().resolve("rescorings"),
                (short) service.replicationFactor(),
                clock);
        this.loop = new ServiceLoop("rescorer", () -> new RescorerLoop(parts));
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

    /** A rescoring that does not get on is told of, but keeps nobody from the live scoring. */
    @Override
    public ComponentHealth health() {
        return ComponentHealth.working(loop.health().detail());
    }
}
