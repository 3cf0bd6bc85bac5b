/** What a task asks for that its model cannot do. */
@NullMarked
package io.promptstream.task.check;

import org.jspecify.annotations.NullMarked;
