/** What a policy learns with which settings. */
@NullMarked
package io.promptstream.benchmark.tuning;

import org.jspecify.annotations.NullMarked;
