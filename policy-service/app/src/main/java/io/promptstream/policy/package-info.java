/** The policy service: proposes prompts for queries and learns from what they earned. */
@NullMarked
package io.promptstream.policy;

import org.jspecify.annotations.NullMarked;
