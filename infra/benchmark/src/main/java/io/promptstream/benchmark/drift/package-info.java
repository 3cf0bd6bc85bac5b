/** How a policy learns again after labels or inputs have changed. */
@NullMarked
package io.promptstream.benchmark.drift;

import org.jspecify.annotations.NullMarked;
