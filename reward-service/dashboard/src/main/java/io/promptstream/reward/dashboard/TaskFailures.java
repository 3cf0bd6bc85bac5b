package io.promptstream.reward.dashboard;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What failed of a task.
 *
 * @param since what failed before was not read
 * @param total of all kinds
 * @param failures the latest first
 */
public record TaskFailures(
        String taskId,
        TaskHealth.State state,
        String stateReason,
        @Nullable String cannotLearn,
        Instant since,
        long total,
        List<FailureRow> failures) {}
