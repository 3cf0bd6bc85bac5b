/** What it costs to watch the loop. */
@NullMarked
package io.promptstream.benchmark.dashboard;

import org.jspecify.annotations.NullMarked;
