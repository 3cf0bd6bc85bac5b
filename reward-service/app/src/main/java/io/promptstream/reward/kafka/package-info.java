/** What the topologies are built from: serdes, the index of what falls due, and the way of unusable records. */
@NullMarked
package io.promptstream.reward.kafka;

import org.jspecify.annotations.NullMarked;
