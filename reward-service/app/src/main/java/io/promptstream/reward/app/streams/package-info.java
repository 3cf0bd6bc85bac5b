/** What the topologies are made from: settings, serdes, deadlines, and dead letters of unusable records. */
@NullMarked
package io.promptstream.reward.app.streams;

import org.jspecify.annotations.NullMarked;
