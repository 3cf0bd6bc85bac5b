package io.promptstream.reward.dashboard;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a prompt has earned by the rewards that were read.
 *
 * @param id the key
 * @param rank among all prompts by lower bound, from 1; null outside the board
 * @param lower lower end of the mean's 95 % confidence interval, normal approximation; null for a single reward
 * @param deviation sample standard deviation; null for a single reward
 * @param serving whether it is the one that is served now
 */
public record PromptRow(
        String id,
        @Nullable Integer rank,
        PromptText prompt,
        @Nullable Double mean,
        @Nullable Double lower,
        @Nullable Double upper,
        @Nullable Double deviation,
        @Nullable Double accuracy,
        long uses,
        long serves,
        long explores,
        long failures,
        Instant firstSeen,
        Instant lastSeen,
        long firstVersion,
        long lastVersion,
        boolean serving) {}
