package io.promptstream.policy.kafka;

import io.promptstream.service.ComponentHealth;
import io.promptstream.service.ServiceComponent;
import io.promptstream.service.ServiceLoop;

/** The loop that reads the snapshots; it works when it has read to the end that the topic had at start. */
record SnapshotComponent(ServiceLoop loop, Snapshots snapshots) implements ServiceComponent {
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

    @Override
    public ComponentHealth health() {
        ComponentHealth health = loop.health();
        return health.working() && !snapshots.ready() ? ComponentHealth.failing("reading the snapshots") : health;
    }
}
