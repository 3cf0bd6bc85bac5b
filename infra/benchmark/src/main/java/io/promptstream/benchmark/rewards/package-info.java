/** What a policy learns from each kind of reward. */
@NullMarked
package io.promptstream.benchmark.rewards;

import org.jspecify.annotations.NullMarked;
