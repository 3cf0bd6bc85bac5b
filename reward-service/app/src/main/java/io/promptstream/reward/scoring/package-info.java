/** Turns outputs and what they are judged by into rewards. */
@NullMarked
package io.promptstream.reward.scoring;

import org.jspecify.annotations.NullMarked;
