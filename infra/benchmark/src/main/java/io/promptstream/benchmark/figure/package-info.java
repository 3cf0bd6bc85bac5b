/** Repeated measurements as numbers: quantiles, means with their errors. */
@NullMarked
package io.promptstream.benchmark.figure;

import org.jspecify.annotations.NullMarked;
