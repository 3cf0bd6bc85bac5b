/** What scoring and aggregation know of tasks, and what they report. */
@NullMarked
package io.promptstream.reward;

import org.jspecify.annotations.NullMarked;
