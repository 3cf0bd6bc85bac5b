package io.promptstream.local.system;

import java.time.Instant;
import java.util.List;

/**
 * Where a running system answers; kept as {@code system.json} in its run directory.
 *
 * @param directory the run directory
 * @param startedAt when it was ready
 * @param bootstrapServers the broker
 * @param registryUrl the schema registry
 * @param policyUrl base URL of the policy service
 * @param taskUrl base URL of the task service
 * @param rewardUrl base URL of the reward service
 * @param modelDirectory the bundled language model
 * @param processes all of it, in the order of their start
 */
public record SystemDescription(
        String directory,
        Instant startedAt,
        String bootstrapServers,
        String registryUrl,
        String policyUrl,
        String taskUrl,
        String rewardUrl,
        String modelDirectory,
        List<RunningProcess> processes) {

    public SystemDescription {
        processes = List.copyOf(processes);
    }

    /** Where the page is that shows the running loop. */
    public String dashboardUrl() {
        return rewardUrl + "/";
    }

    /** Whether any of its processes still runs. */
    public boolean runs() {
        return processes.stream().anyMatch(RunningProcess::runs);
    }
}
