/** Replays: learns recorded rounds again, and keeps the candidates that come of it. */
@NullMarked
package io.promptstream.policy.app.replay;

import org.jspecify.annotations.NullMarked;
