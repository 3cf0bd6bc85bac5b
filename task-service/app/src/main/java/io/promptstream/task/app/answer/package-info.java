/** Answers proposals: reads them, queues them in lanes by what they wait for, and commits outputs. */
@NullMarked
package io.promptstream.task.app.answer;

import org.jspecify.annotations.NullMarked;
