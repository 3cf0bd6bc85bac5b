/** Estimates from recorded rounds what other policies would have earned. */
@NullMarked
package io.promptstream.policy.app.evaluate;

import org.jspecify.annotations.NullMarked;
