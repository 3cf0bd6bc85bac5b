/** Publishes what comes in over HTTP. */
@NullMarked
package io.promptstream.policy.app.publish;

import org.jspecify.annotations.NullMarked;
