/** Options that several benchmarks have. */
@NullMarked
package io.promptstream.benchmark.options;

import org.jspecify.annotations.NullMarked;
