/** What policies would have earned, estimated from logged rounds. */
@NullMarked
package io.promptstream.local.estimate;

import org.jspecify.annotations.NullMarked;
