/** Turns outputs and what they are judged by into rewards. */
@NullMarked
package io.promptstream.reward.app.score;

import org.jspecify.annotations.NullMarked;
