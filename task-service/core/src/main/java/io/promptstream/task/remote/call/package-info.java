/** One request brought to its end: limits, pace, pauses, retries and time. */
@NullMarked
package io.promptstream.task.remote.call;

import org.jspecify.annotations.NullMarked;
