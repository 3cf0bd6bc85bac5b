/** Simulated logs with a known truth, and how often confidence intervals for it hold it. */
@NullMarked
package io.promptstream.benchmark.calibration;

import org.jspecify.annotations.NullMarked;
