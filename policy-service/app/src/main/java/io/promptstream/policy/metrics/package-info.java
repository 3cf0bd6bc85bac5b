/** What the service counts and measures. */
@NullMarked
package io.promptstream.policy.metrics;

import org.jspecify.annotations.NullMarked;
