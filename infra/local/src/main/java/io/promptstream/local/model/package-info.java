/** Commands that use the language model in the launcher itself: evaluating prompts, training a model. */
@NullMarked
package io.promptstream.local.model;

import org.jspecify.annotations.NullMarked;
