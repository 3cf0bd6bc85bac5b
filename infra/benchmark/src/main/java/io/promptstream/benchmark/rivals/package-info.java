/** Ways to find a prompt, compared at equal numbers of calls. */
@NullMarked
package io.promptstream.benchmark.rivals;

import org.jspecify.annotations.NullMarked;
