/** Measuring prompts on files of inputs through the running system: the command, the events, the measures. */
@NullMarked
package io.promptstream.local.evaluation;

import org.jspecify.annotations.NullMarked;
