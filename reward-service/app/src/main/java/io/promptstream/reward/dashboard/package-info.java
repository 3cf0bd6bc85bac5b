/** What people see of the loop while it runs: kept in memory, bounded, and told to each viewer as what has changed. */
@NullMarked
package io.promptstream.reward.dashboard;

import org.jspecify.annotations.NullMarked;
