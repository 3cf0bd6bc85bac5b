/** How much prompts of their own help different kinds of queries. */
@NullMarked
package io.promptstream.benchmark.context;

import org.jspecify.annotations.NullMarked;
