/** How many proposals the task service answers on a real broker. */
@NullMarked
package io.promptstream.benchmark.throughput;

import org.jspecify.annotations.NullMarked;
