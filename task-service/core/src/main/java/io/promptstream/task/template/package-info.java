/** How prompt, input and context become the text that a model reads. */
@NullMarked
package io.promptstream.task.template;

import org.jspecify.annotations.NullMarked;
