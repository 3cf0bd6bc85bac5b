/** Lets the rewards of a round meet, and publishes its result once. */
@NullMarked
package io.promptstream.reward.app.aggregate;

import org.jspecify.annotations.NullMarked;
