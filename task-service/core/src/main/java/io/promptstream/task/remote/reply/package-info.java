/** What an endpoint answers: completions, errors, and when to come again. */
@NullMarked
package io.promptstream.task.remote.reply;

import org.jspecify.annotations.NullMarked;
