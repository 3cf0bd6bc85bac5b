package io.promptstream.simulation.node;

import io.promptstream.event.PolicySnapshot;
import java.util.Optional;

/** Told of the policies that policy services go by. */
public interface Witness {
    /** A policy that a service has learned, or learned again, and takes for committed. */
    void learned(PolicySnapshot policy);

    /** A task that a follower does not follow, because it came to another policy than the learner. */
    void diverged(String taskId);

    /**
     * A policy that a task is served with.
     *
     * @param saved the newest snapshot that the service knows
     * @param policy the same, or one that it takes for what has come of it since
     */
    void served(PolicySnapshot saved, PolicySnapshot policy);

    /**
     * A proposal.
     *
     * @param version that it names
     * @param policy that the task is served with, if it has one
     */
    void proposed(String taskId, long version, Optional<PolicySnapshot> policy);
}
