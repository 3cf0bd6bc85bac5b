package io.promptstream.local.system;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 * @param models folders of the task service's local models by the names that tasks use, the bundled one among them
 * @param launcher holds the system and stops it in order; null where it has left it alone
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
        Map<String, String> models,
        @Nullable RunningProcess launcher,
        List<RunningProcess> processes) {

    public SystemDescription {
        // An earlier version wrote none.
        models = models == null ? Map.of() : Map.copyOf(models);
        processes = List.copyOf(processes);
    }

    /** Where the page is that shows the running loop. */
    public String dashboardUrl() {
        return rewardUrl + "/";
    }

    /** Whether its launcher was killed, so that what still runs is about to be ended. */
    boolean isOrphaned() {
        return launcher != null && !launcher.runs();
    }

    /** Whether any of its processes still runs. */
    public boolean runs() {
        return processes.stream().anyMatch(RunningProcess::runs);
    }
}
