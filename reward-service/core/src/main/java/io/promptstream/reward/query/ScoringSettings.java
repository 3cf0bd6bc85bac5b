package io.promptstream.reward.query;

import java.time.Duration;

/**
 * How long scoring waits and remembers.
 *
 * @param taskPatience how long an output waits for its task to be known
 * @param tick how often it looks for the task
 * @param queryRetention how long a query is kept, and one window of its task more; two windows where that is longer
 */
public record ScoringSettings(Duration taskPatience, Duration tick, Duration queryRetention) {}
