package io.promptstream.task.app.answer;

import io.promptstream.task.execution.LaneKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A lane at one moment.
 *
 * @param waiting records that wait
 * @param inFlight records that are being answered together
 * @param slice for how long
 * @param failuresInARow proposals that failed since the last one that was answered
 * @param lastFailure why the last one failed; null if the last slice was answered
 */
public record LaneState(
        LaneKey key,
        int waiting,
        int inFlight,
        Duration slice,
        int failuresInARow,
        @Nullable String lastFailure) {}
