/** Keeps what dashboards show of the rewards, by task and window of time. */
@NullMarked
package io.promptstream.reward.statistics;

import org.jspecify.annotations.NullMarked;
