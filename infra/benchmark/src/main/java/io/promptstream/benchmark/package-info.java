/** The command that runs the benchmarks; each is a package. */
@NullMarked
package io.promptstream.benchmark;

import org.jspecify.annotations.NullMarked;
