/** The demonstration: stream labelled queries, watch the policy learn, compare the prompts. */
@NullMarked
package io.promptstream.local.demo;

import org.jspecify.annotations.NullMarked;
