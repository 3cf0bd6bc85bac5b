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
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** Rescores what replays order, beside live scoring and with clients, threads and caches of its own; begins after it. */
@Singleton
final class Rescorer implements ServiceComponent {
    /** Behind the grace in which live scoring catches up after a start. */
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private final RewardStreams live;
    private final Duration patience;
    private final Clock clock;
    private final ServiceLoop loop;
    private @Nullable Instant runningSince;

    Rescorer(
            ServiceConfiguration service,
            RewardConfiguration reward,
            RescoringConfiguration rescoring,
            RewardStreams live,
            KafkaClients clients,
            TopicCatalogue catalogue,
            EventCodec codec,
            DeadLetters letters,
            TaskDirectory tasks,
            RewardMetrics metrics,
            Clock clock) {
        this.live = live;
        this.patience = reward.restartGrace().plus(SETTLING);
        this.clock = clock;
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
        this.loop = new ServiceLoop(
                "rescorer", () -> new LaterLoop(this::liveScoringHasSettled, () -> new RescorerLoop(parts)));
    }

    /** Asked by the loop's thread only. */
    private boolean liveScoringHasSettled() {
        KafkaStreams streams = live.streams();
        Instant now = clock.instant();
        if (streams == null || streams.state() != KafkaStreams.State.RUNNING) {
            runningSince = null;
            return false;
        }
        Instant since = runningSince == null ? now : runningSince;
        runningSince = since;
        return !now.isBefore(since.plus(patience));
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
