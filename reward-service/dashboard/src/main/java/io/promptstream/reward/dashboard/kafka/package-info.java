/** Reads for the dashboard from the broker: events, lags, dead letters, the health of services. */
@NullMarked
package io.promptstream.reward.dashboard.kafka;

import org.jspecify.annotations.NullMarked;
