/** Models behind endpoints with OpenAI's chat completions. */
@NullMarked
package io.promptstream.task.remote;

import org.jspecify.annotations.NullMarked;
