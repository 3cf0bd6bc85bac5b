package io.promptstream.reward.app;

import io.promptstream.reward.Events;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For each test the topology with the task of {@link Events}, anew. */
public abstract class TopologyTestBase {
    /** Of three to one against another label's 0. */
    protected static final double YES = Math.log(3);

    protected static final UUID ROUND = new UUID(1, 2);

    @TempDir
    protected Path stateDir;

    protected TopologyHarness harness;

    @BeforeEach
    void start() {
        harness = new TopologyHarness(stateDir, Events.task());
    }

    @AfterEach
    void stop() {
        harness.close();
    }
}
