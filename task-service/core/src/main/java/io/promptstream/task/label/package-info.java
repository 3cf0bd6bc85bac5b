/** Which label an answer names, and how likely each is. */
@NullMarked
package io.promptstream.task.label;

import org.jspecify.annotations.NullMarked;
