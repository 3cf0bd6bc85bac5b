/** What has to hold of an event before it is used, and the events for which it does not. */
@NullMarked
package io.promptstream.reward.event;

import org.jspecify.annotations.NullMarked;
