package io.promptstream.reward.app;

import io.micronaut.context.annotation.Requires;
import io.promptstream.kafka.ComponentHealth;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.ServiceComponent;
import io.promptstream.kafka.ServiceLoop;
import io.promptstream.reward.dashboard.LoopView;
import io.promptstream.reward.dashboard.SystemState.Health;
import io.promptstream.reward.dashboard.SystemState.ServiceState;
import io.promptstream.reward.dashboard.kafka.EventReader;
import io.promptstream.reward.dashboard.kafka.ServiceHealthProbe;
import io.promptstream.reward.dashboard.kafka.SystemProbe;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Feeds the dashboard. It disturbs nothing: what it cannot read is not shown, and the service continues. */
@Singleton
@Requires(property = DashboardConfiguration.ENABLED, notEquals = "false")
final class Dashboard implements ServiceComponent {
    /**
     * Bounds what a reader holds that catches up with a long history. People look at it: what comes in little pieces is
     * asked for a few times a second.
     */
    private static final Map<String, Object> READER = Map.of(
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            8 << 20,
            ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
            1 << 20,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            200,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            2_000);

    private final ServiceHealthProbe peers;
    private final ServiceLoop tap;
    private final ServiceLoop probe;

    Dashboard(
            DashboardConfiguration configuration,
            LoopView loop,
            RewardStreams streams,
            KafkaClients clients,
            EventCodec codec,
            TopicCatalogue topics,
            Clock clock) {
        this.peers = new ServiceHealthProbe(configuration.addresses(), () -> own(streams.health(), clock), clock);
        this.tap = new ServiceLoop("dashboard-tap", () -> new EventReader(clients.reader(READER), codec, topics, loop));
        this.probe = new ServiceLoop("dashboard-probe", () -> new SystemProbe(clients.admin(), topics, peers, loop));
    }

    @Override
    public String name() {
        return "dashboard";
    }

    @Override
    public void start() {
        tap.start();
        probe.start();
    }

    @Override
    public void stop() {
        probe.stop();
        tap.stop();
        peers.close();
    }

    /** A dashboard without progress is reported, but does not make scoring unhealthy. */
    @Override
    public ComponentHealth health() {
        return ComponentHealth.working("events: " + tap.health().detail() + "; system: "
                + probe.health().detail());
    }

    private static ServiceState own(ComponentHealth health, Clock clock) {
        return new ServiceState(
                "reward-service",
                health.working() ? Health.UP : Health.DOWN,
                health.working() ? "" : health.detail(),
                null,
                clock.instant());
    }
}
