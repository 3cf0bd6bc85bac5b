/** Keeps the statistics of rewards by task and window of time, and reads them. */
@NullMarked
package io.promptstream.reward.app.statistics;

import org.jspecify.annotations.NullMarked;
