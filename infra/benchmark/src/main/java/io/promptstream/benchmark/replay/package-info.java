/** How much faster recorded rounds are learned again than the live loop produced them. */
@NullMarked
package io.promptstream.benchmark.replay;

import org.jspecify.annotations.NullMarked;
