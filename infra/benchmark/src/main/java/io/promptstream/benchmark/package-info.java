/** Measures what the system promises: prefix reuse, throughput, learning, replay, calibrated intervals. */
@NullMarked
package io.promptstream.benchmark;

import org.jspecify.annotations.NullMarked;
