package io.promptstream.reward.app.statistics;

import io.promptstream.reward.statistics.StatisticsWindow;
import io.promptstream.reward.statistics.TaskTotal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reads the statistics of the partitions that this process holds. */
public interface Statistics {

    /**
     * The windows of a task that begin within the time, oldest first; empty when there are none.
     *
     * @param step length of the windows; rounded up to a multiple of those that are kept
     * @throws StatisticsUnavailableException while the stores cannot be read
     */
    List<StatisticsWindow> windows(String taskId, Instant from, Instant to, Duration step);

    /**
     * Totals of every task that has a window which begins within the time, ordered by task.
     *
     * @throws StatisticsUnavailableException while the stores cannot be read
     */
    List<TaskTotal> totals(Instant from, Instant to);
}
