/** Moments of rewards by task, role and window, as the dashboard shows them. */
@NullMarked
package io.promptstream.reward.statistics;

import org.jspecify.annotations.NullMarked;
