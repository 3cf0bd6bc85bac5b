/**
 * The policy service: proposes prompts for queries and learns from what they earned. Each package is a feature, with its loop,
 * its HTTP controller, its wiring and its metrics.
 */
@NullMarked
package io.promptstream.policy.app;

import org.jspecify.annotations.NullMarked;
