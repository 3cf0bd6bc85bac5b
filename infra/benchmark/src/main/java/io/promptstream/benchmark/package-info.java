/** Measures what the system promises: prefix reuse of the language model, throughput of the task service, learning. */
@NullMarked
package io.promptstream.benchmark;

import org.jspecify.annotations.NullMarked;
