/** The live loop on a running system: its load, its recorded events, its processes' time and memory. */
@NullMarked
package io.promptstream.benchmark.live;

import org.jspecify.annotations.NullMarked;
