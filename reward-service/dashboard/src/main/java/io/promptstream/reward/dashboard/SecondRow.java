package io.promptstream.reward.dashboard;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a task in one second.
 *
 * @param t the second, since 1970; the key
 * @param failures outputs that failed
 * @param components mean of each component of the rewards
 * @param latencyMicros mean time in the task model for an output, in microseconds
 */
public record SecondRow(
        long t,
        long queries,
        long proposals,
        long outputs,
        long failures,
        @Nullable Figures serve,
        @Nullable Figures explore,
        Map<String, Double> components,
        @Nullable Double latencyMicros,
        long promptTokens,
        long completionTokens) {}
