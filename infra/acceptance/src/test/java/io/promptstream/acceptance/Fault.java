package io.promptstream.acceptance;

import io.promptstream.local.system.ServiceInstance;
import io.promptstream.schemas.topic.Topic;
import java.time.Duration;

/** What is done to a system while queries stream in. */
sealed interface Fault {

    /** Ends a process of a service at once and starts it again. */
    record KillService(ServiceInstance instance) implements Fault {}

    /**
     * Ends the broker and starts it again on the same data.
     *
     * @param orderly whether it may say goodbye, or is killed
     */
    record RestartBroker(boolean orderly) implements Fault {}

    /**
     * Kills the registry, and starts it again after a while.
     *
     * @param starting a service that is killed and started again meanwhile
     */
    record RegistryAway(Duration duration, ServiceInstance starting) implements Fault {}

    /** Writes committed records of a topic once more, in their order. */
    record DuplicateRecords(Topic topic) implements Fault {}

    /** Writes committed records of a topic once more, in another order. */
    record ReorderRecords(Topic topic) implements Fault {}

    /** Kills a service, deletes what it keeps on disk, and starts it again. */
    record WipeState(ServiceInstance instance) implements Fault {}
}
